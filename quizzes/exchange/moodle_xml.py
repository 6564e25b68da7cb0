"""Moodle XML → drafts. The format: https://docs.moodle.org/en/Moodle_XML_format."""

import base64
import binascii
from collections.abc import Callable
from decimal import Decimal
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from ..faults import Fault, Refused
from .drafts import (
    ALL,
    CATEGORY,
    DESCRIPTION,
    ESSAY,
    MATCHING,
    MULTI,
    NOTHING,
    NUMERICAL,
    ORDERING,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Attached,
    Bundle,
    Draft,
    Option,
    Skipped,
    Span,
    Text,
)
from .numbers import number, percent
from .xml_tree import parse

FORMATS = {
    "html": "html",
    "markdown": "markdown",
    "plain_text": "plain",
    "moodle_auto_format": "moodle",
}
FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Bad(ValueError):
    """A question that can't be taken, with a sentence."""


def read_moodle_xml(data: bytes) -> Bundle:
    """The questions of a file. Raises Refused, which names all that is wrong with it."""
    root = parse(data)
    if root.tag != "quiz":
        raise Refused([Fault(root.line, _("The file is no Moodle XML: its root is no “quiz”."))])
    bundle, faults = Bundle(), []
    for element in root.findall("question"):
        kind = element.get("type", "")
        if kind == "category":
            path = _inner(element.find("category"))
            bundle.drafts.append(Draft(CATEGORY, element.line, path=path))
        elif kind not in READERS:
            bundle.skipped.append(_skipped(element, kind))
        else:
            try:
                bundle.drafts.append(_draft(element, kind))
            except Bad as bad:
                title = _inner(element.find("name")) or "?"
                faults.append(Fault(element.line, f"{title}: {bad}"))
    if not faults and not bundle.skipped and all(d.type == CATEGORY for d in bundle.drafts):
        faults.append(Fault(root.line, _("The file holds no question.")))
    if faults:
        raise Refused(faults)
    return bundle


def _skipped(element: Element, kind: str) -> Skipped:
    return Skipped(
        type=kind,
        reason=_("This type of question is not taken over."),
        line=element.line,
        title=_inner(element.find("name")),
        identifier=(element.findtext("idnumber") or "").strip(),
    )


def _draft(element: Element, kind: str) -> Draft:
    draft = Draft(
        kind,
        element.line,
        stem=_text(element.find("questiontext")),
        title=_inner(element.find("name")),
        general_feedback=_text(element.find("generalfeedback")),
        identifier=(element.findtext("idnumber") or "").strip(),
        tags=[_inner(tag) for tag in element.findall("tags/tag") if _inner(tag)],
        mark=_decimal(element, "defaultgrade"),
        penalty=_decimal(element, "penalty"),
        hidden=_flag(element, "hidden"),
        shuffle=_flag(element, "shuffleanswers"),
        files=[_file(file) for file in element.iter("file")],
    )
    READERS[kind](draft, element)
    return draft


def _choice(draft: Draft, element: Element) -> None:
    draft.type = SINGLE if _flag(element, "single") is not False else MULTI
    draft.options = [_option(answer) for answer in element.findall("answer")]
    if len(draft.options) < 2:
        raise Bad(_("A choice needs at least two options."))
    if draft.type == SINGLE and not any(option.percent == ALL for option in draft.options):
        raise Bad(_("No option of this single choice is wholly right."))


def _true_or_false(draft: Draft, element: Element) -> None:
    draft.type = TRUEFALSE
    found = {_inner(answer).lower(): answer for answer in element.findall("answer")}
    right = [word for word, answer in found.items() if _percent(answer) == ALL]
    if set(found) != {"true", "false"} or len(right) != 1:
        raise Bad(_("There must be the answers true and false, one of them right."))
    wrong = "false" if right[0] == "true" else "true"
    draft.right = right[0] == "true"
    draft.feedback_right = _text(found[right[0]].find("feedback"))
    draft.feedback_wrong = _text(found[wrong].find("feedback"))


def _short(draft: Draft, element: Element) -> None:
    draft.type = SHORT
    draft.case_sensitive = _flag(element, "usecase")
    draft.options = [_option(answer, "moodle") for answer in element.findall("answer")]
    if not draft.options:
        raise Bad(_("There is no answer."))


def _numerical(draft: Draft, element: Element) -> None:
    draft.type = NUMERICAL
    for answer in element.findall("answer"):
        written, weight = _inner(answer), _percent(answer)
        if written == "*" and not weight:
            draft.wrong_feedback = _text(answer.find("feedback"))
            continue
        value = number(written)
        tolerance = number(answer.findtext("tolerance") or "0")
        if value is None or tolerance is None or tolerance < 0:
            raise Bad(_("“%(value)s” is no number.") % {"value": written})
        draft.spans.append(
            Span(value - tolerance, value + tolerance, weight, _text(answer.find("feedback")))
        )
    if not draft.spans:
        raise Bad(_("There is no answer."))


def _matching(draft: Draft, element: Element) -> None:
    draft.type = MATCHING
    for pair in element.findall("subquestion"):
        right = _inner(pair.find("answer"))
        if not right:
            raise Bad(_("A pair has no right side."))
        draft.pairs.append((_text(pair), right))
    if sum(bool(left.text) for left, _right in draft.pairs) < 2:
        raise Bad(_("Matching needs at least two pairs."))


def _ordering(draft: Draft, element: Element) -> None:
    """The steps by their place, which `fraction` holds; else as they stand in the file."""
    draft.type = ORDERING
    if (element.findtext("selecttype") or "ALL").strip().upper() not in ("ALL", "0"):
        raise Bad(_("It asks for a part of its steps only."))
    found = [(number(answer.get("fraction", "")), answer) for answer in element.findall("answer")]
    if len({place for place, _answer in found} - {None}) == len(found):
        found.sort(key=lambda pair: pair[0])
    draft.options = [
        Option(_text(answer), ALL, _text(answer.find("feedback"))) for _place, answer in found
    ]
    if len(draft.options) < 2:
        raise Bad(_("Ordering needs at least two steps."))


def _essay(draft: Draft, element: Element) -> None:
    draft.type = ESSAY
    draft.grader_info = _inner(element.find("graderinfo"))


def _description(draft: Draft, element: Element) -> None:
    draft.type = DESCRIPTION


READERS: dict[str, Callable[[Draft, Element], None]] = {
    "multichoice": _choice,
    "truefalse": _true_or_false,
    "shortanswer": _short,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": _description,
}


def _option(answer: Element, kind: str = "html") -> Option:
    return Option(_text(answer, kind), _percent(answer), _text(answer.find("feedback")))


def _percent(answer: Element) -> Decimal:
    written = answer.get("fraction", "0")
    found = percent(written)
    if found is None:
        raise Bad(_("“%(weight)s” is no weight from -100 to 100.") % {"weight": written})
    return found


def _text(element: Element | None, kind: str = "html") -> Text:
    """What its <text> says, in the format that it names."""
    if element is None:
        return NOTHING._replace(format=kind)
    named = element.get("format")
    return Text(_inner(element), FORMATS.get(named, "html") if named else kind)


def _inner(element: Element | None) -> str:
    """The words of an element's <text>, or its own where older files have none."""
    if element is None:
        return ""
    inner = element.find("text")
    return ((element.text if inner is None else inner.text) or "").strip()


def _decimal(element: Element, name: str) -> Decimal | None:
    written = element.findtext(name)
    if written is None or not written.strip():
        return None
    found = number(written)
    if found is None:
        raise Bad(_("“%(value)s” is no number.") % {"value": written.strip()})
    return found


def _flag(element: Element, name: str) -> bool | None:
    return FLAGS.get((element.findtext(name) or "").strip().lower())


def _file(element: Element) -> Attached:
    """A file by its bare name: what stands before the last stroke never counts."""
    name = PurePosixPath(element.get("name", "").replace("\\", "/")).name
    try:
        data = base64.b64decode("".join((element.text or "").split()), validate=True)
    except binascii.Error as error:
        raise Bad(_("The file “%(name)s” can't be read.") % {"name": name}) from error
    return Attached(name, data)
