"""Drafts → Moodle XML: the same bytes for the same drafts."""

from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.utils.translation import gettext as _

from .drafts import MATCHING, MULTI, NUMERICAL, ORDERING, SHORT, SINGLE, TRUEFALSE, Draft, Text
from .from_bank import NotInFiles
from .numbers import number

KINDS = {
    SINGLE: "multichoice",
    MULTI: "multichoice",
    TRUEFALSE: "truefalse",
    SHORT: "shortanswer",
    NUMERICAL: "numerical",
    MATCHING: "matching",
    ORDERING: "ordering",
}
# How Moodle marks an ordering as we do: see quizzes/ordering.py.
AS_WE_MARK = {
    "layouttype": "VERTICAL",
    "selecttype": "ALL",
    "selectcount": "0",
    "gradingtype": "RELATIVE_NEXT_EXCLUDE_LAST",
    "showgrading": "SHOW",
}
NAMES = {"markdown": "markdown", "html": "html", "plain": "plain_text"}


def write_moodle_xml(drafts: list[Draft]) -> bytes:
    """A file of these drafts, each of which `question` can write."""
    quiz = Element("quiz")
    quiz.extend(question(draft) for draft in drafts)
    indent(quiz)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, "utf-8") + b"\n"


def question(draft: Draft) -> Element:
    """One question. Raises NotInFiles."""
    element = Element("question", type=KINDS[draft.type])
    _put(element, "name", Text(draft.identifier), named=False)
    _put(element, "questiontext", draft.stem)
    _put(element, "generalfeedback", draft.general_feedback)
    SubElement(element, "idnumber").text = draft.identifier
    if draft.type in (SINGLE, MULTI):
        SubElement(element, "single").text = "true" if draft.type == SINGLE else "false"
    if draft.type == SHORT:
        SubElement(element, "usecase").text = "0"
    _answers(element, draft)
    if draft.tags:
        tags = SubElement(element, "tags")
        for tag in draft.tags:
            _put(tags, "tag", Text(tag), named=False)
    return element


def _answers(element: Element, draft: Draft) -> None:
    if draft.type == ORDERING:
        _steps(element, draft)
        return
    for option in draft.options:
        answer = _put(element, "answer", option.text, named=draft.type != SHORT)
        answer.set("fraction", _figure(option.percent))
        _put(answer, "feedback", option.feedback)
    for span in draft.spans:
        middle = (span.least + span.most) / 2
        answer = _put(element, "answer", Text(_figure(middle)), named=False)
        answer.set("fraction", _figure(span.percent))
        SubElement(answer, "tolerance").text = _figure(span.most - middle)
        _put(answer, "feedback", span.feedback)
    for left, right in draft.pairs:
        pair = _put(element, "subquestion", left)
        _put(pair, "answer", Text(right), named=False)
    if draft.type == TRUEFALSE:
        for word, is_right in (("true", draft.right), ("false", not draft.right)):
            answer = _put(element, "answer", Text(word), named=False)
            answer.set("fraction", "100" if is_right else "0")
            _put(answer, "feedback", draft.feedback_right if is_right else draft.feedback_wrong)


def _steps(element: Element, draft: Draft) -> None:
    """The steps in their order; their `fraction` is their place."""
    for name, value in AS_WE_MARK.items():
        SubElement(element, name).text = value
    for place, step in enumerate(draft.options, 1):
        answer = _put(element, "answer", step.text)
        answer.set("fraction", str(place))
        _put(answer, "feedback", step.feedback)


def _put(parent: Element, name: str, text: Text, named: bool = True) -> Element:
    """An element with a <text>; `named`: it says its format."""
    element = SubElement(parent, name)
    if named:
        element.set("format", NAMES.get(text.format, "markdown"))
    SubElement(element, "text").text = text.text
    return element


def _figure(value: Decimal) -> str:
    written = f"{value.normalize():f}"
    if number(written) is None:
        raise NotInFiles(_("A number has too many digits for this format."))
    return written
