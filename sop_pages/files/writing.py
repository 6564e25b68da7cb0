"""Document → SOP file: what reading.py reads back without a change."""

import json
from collections.abc import Iterator

from ..content import Document, Form, Part, StepText
from . import grammar


def write_text(document: Document) -> str:
    """The file of a Document: UTF-8 text with LF, ending in one line feed."""
    lines = ["---", *_head(document), "---"]
    if document.purpose:
        lines.append(grammar.hide_signs(document.purpose))
    for name, (field, _kind) in grammar.SECTIONS.items():
        passages = getattr(document, field)
        if passages:
            lines += ["", f"## {name}", *_section(name, passages, document.language)]
    return "\n".join(lines) + "\n"


def _head(document: Document) -> Iterator[str]:
    for key in grammar.HEAD_KEYS:
        value = getattr(document, key)
        if key in grammar.LISTS:
            if value:
                yield f"{key}: [{', '.join(map(_word, value))}]"
        elif key == "sample":
            if value:
                yield "sample: true"
        elif value not in ("", None):
            yield f"{key}: {_scalar(str(value))}"


def _word(word: str) -> str:
    if any(sign in word for sign in ',"[]'):
        return json.dumps(word, ensure_ascii=False)
    return word


def _scalar(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return json.dumps(value, ensure_ascii=False) if quoted else value


def _section(name: str, passages: tuple, language: str) -> Iterator[str]:
    if name == "Steps":
        yield from _spaced(_step(step, language) for step in passages)
    elif name == "Objections":
        yield from _spaced(
            "\n".join(filter(None, [_heading(o.question, o.key), grammar.hide_signs(o.answer)]))
            for o in passages
        )
    elif name == "Form":
        yield from (_form(form) for form in passages)
    else:
        yield from (f"- {item.text} {{#{item.key}}}" for item in passages)


def _spaced(passages: Iterator[str]) -> Iterator[str]:
    for number, passage in enumerate(passages):
        yield f"\n{passage}" if number else passage


def _heading(text: str, key: str) -> str:
    return f"### {text} {{#{key}}}"


def _step(step: StepText, language: str) -> str:
    pieces = [_part(part) for part in step.parts]
    if step.time_limit:
        pieces.append(f"{grammar.TIME_LIMIT[language]}: {step.time_limit}")
    return "\n".join([_heading(step.title, step.key), "\n\n".join(pieces)]).rstrip("\n")


def _part(part: Part) -> str:
    if part.kind == "text":
        return grammar.hide_signs(part.text)
    if part.kind == "picture":
        return f"![{part.text}]({part.file})"
    if part.kind == "documents":
        return _callout(part.kind, "", "\n".join(f"- {item}" for item in part.items))
    if part.kind in ("warning", "example"):
        return _callout(part.kind, "", grammar.hide_signs(part.text))
    return _callout(part.kind, part.name or part.file, part.text)


def _callout(kind: str, name: str, text: str) -> str:
    first = f"> [!{kind}] {name}".rstrip()
    below = text.split("\n") if text else []
    return "\n".join([first, *(f"> {line}" if line else ">" for line in below)])


def _form(form: Form) -> str:
    return f"- [{form.text}]({form.file})" if form.file else f"- {form.text}"
