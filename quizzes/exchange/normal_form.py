"""Drafts as plain data, the form that `import_questions --json` prints."""

from .drafts import (
    CATEGORY,
    MATCHING,
    MULTI,
    NUMERICAL,
    ORDERING,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Bundle,
    Candidate,
    Draft,
    Option,
    Skipped,
    Text,
)
from .from_bank import NotInFiles, draft_of
from .merging import with_keys


def as_data(bundle: Bundle, language: str = "lo") -> dict:
    """{"questions": [...], "skipped": [...]}; a text is a string, or {text, format} where its
    format is not the stem's. What came in two languages is told in this one, else in the other."""
    found = [candidate(one, language) for one in bundle.candidates]
    return {
        "questions": [*found, *(question(draft) for draft in bundle.drafts)],
        "skipped": [skipped(one) for one in bundle.skipped],
    }


def candidate(one: Candidate, language: str) -> dict:
    """A question that came as the bank holds it. What no other format holds is told as it is."""
    content = with_keys(one.content, one.type)
    for name in (language, *content["stem"]):
        try:
            found = question(draft_of(one.key, one.type, content, name, one.tags).draft)
        except NotInFiles:
            continue
        return found | {"both_languages": len(content["stem"]) > 1}
    return {"type": str(one.type), "id": one.key, "tags": one.tags, "content": one.content}


def question(draft: Draft) -> dict:
    if draft.type == CATEGORY:
        return {"type": CATEGORY, "path": draft.path}
    kind = draft.stem.format
    found = {
        "type": draft.type,
        "stem": _text(draft.stem, "moodle"),
        "title": draft.title or None,
        "general_feedback": _said(draft.general_feedback, kind),
        "id": draft.identifier or None,
        "tags": draft.tags,
        "grader_info": draft.grader_info or None,
        "files": [{"name": file.name, "bytes": len(file.data)} for file in draft.files],
        **_answers(draft, kind),
    }
    for name in ("mark", "penalty"):
        value = getattr(draft, name)
        found[name] = None if value is None else float(value)
    for name in ("hidden", "shuffle", "case_sensitive"):
        found[name] = getattr(draft, name)
    return {name: value for name, value in found.items() if value is not None and value != []}


def _answers(draft: Draft, kind: str) -> dict:
    if draft.type in (SINGLE, MULTI):
        return {"options": [_option(option, kind) for option in draft.options]}
    if draft.type == ORDERING:
        return {
            "steps": [
                {"text": _text(step.text, kind), "feedback": _said(step.feedback, kind)}
                for step in draft.options
            ]
        }
    if draft.type == SHORT:
        return {"answers": [_option(option, kind) for option in draft.options]}
    if draft.type == NUMERICAL:
        spans = [
            {
                "min": float(span.least),
                "max": float(span.most),
                "percent": float(span.percent),
                "feedback": _said(span.feedback, kind),
            }
            for span in draft.spans
        ]
        return {"answers": spans, "wrong_feedback": _said(draft.wrong_feedback, kind)}
    if draft.type == MATCHING:
        return {"pairs": [[_text(left, kind), right] for left, right in draft.pairs]}
    if draft.type == TRUEFALSE:
        return {
            "correct": draft.right,
            "feedback_wrong": _said(draft.feedback_wrong, kind),
            "feedback_right": _said(draft.feedback_right, kind),
        }
    return {}


def _option(option: Option, kind: str) -> dict:
    return {
        "text": _text(option.text, kind),
        "percent": float(option.percent),
        "feedback": _said(option.feedback, kind),
    }


def _said(text: Text, kind: str):
    return _text(text, kind) if text.text else None


def _text(text: Text, kind: str):
    if text.format == kind:
        return text.text
    return {"text": text.text, "format": text.format}


def skipped(one: Skipped) -> dict:
    return {
        "line": one.line,
        "type": one.type,
        "title": one.title or None,
        "id": one.identifier or None,
        "reason": one.reason,
    }
