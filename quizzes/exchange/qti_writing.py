"""Drafts → a QTI 2.1 package: an item a file and its list; the same bytes for the same drafts.

Two things have no place in QTI and are told by a class, which other programs pass over: that two
options are true and false, and that a box for the answer is no gap in the sentence.
"""

import io
import zipfile
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, fromstring, indent, tostring

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _

from sop_pages.markdown import render_markdown

from ..faults import Refused
from .drafts import ALL, MATCHING, MULTI, NONE, NUMERICAL, ORDERING, SHORT, TRUEFALSE, Draft, Text
from .from_bank import NotInFiles, Taken
from .making import TRUE_OR_FALSE, Unheld, content_of
from .numbers import number
from .qti import read_qti
from .qti_text import ANSWER, RICH, TRUE_FALSE

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
TEMPLATE = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
MADE = (2026, 1, 1, 0, 0, 0)  # not now: the same bank gives the same bytes
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_qti(items: list[tuple[str, bytes]]) -> bytes:
    """A package of (key, item), each item made by `item_of`."""
    named = [(f"items/{at:04}-{key}.xml", key, item) for at, (key, item) in enumerate(items, 1)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        _put(package, "imsmanifest.xml", _manifest(named))
        for name, _key, item in named:
            _put(package, name, item)
    return packed.getvalue()


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, content)


def _manifest(named: list[tuple[str, str, bytes]]) -> bytes:
    manifest = Element("manifest", xmlns=PACKAGE, identifier="questions")
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = "1.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    for name, key, _item in named:
        kind = {"identifier": f"R-{key}", "type": "imsqti_item_xmlv2p1", "href": name}
        SubElement(SubElement(resources, "resource", kind), "file", href=name)
    indent(manifest)
    return DECLARATION + tostring(manifest, "utf-8") + b"\n"


def taken_of(taken: Taken, language: str) -> Taken:
    """(key, item) of a draft. What comes back otherwise is said. Raises NotInFiles."""
    draft = taken.draft
    if draft.tags:
        taken.lost.append(_("Tags are left out."))
    item = DECLARATION + tostring(_item(draft), "utf-8") + b"\n"
    if draft.type in (NUMERICAL, SHORT) and _wrong(draft):
        taken.lost.append(_("Known wrong answers are left out."))
    try:
        [again] = read_qti(item).drafts
        is_same = content_of(again, language) == content_of(_without_wrong(draft), language)
    except (Refused, Unheld, ValueError) as reason:
        raise NotInFiles(_("QTI would read it as something else.")) from reason
    if not is_same:
        taken.lost.append(_("Some of its formatting is written otherwise."))
    return Taken((draft.identifier, item), taken.lost)


def _wrong(draft: Draft) -> bool:
    return any(one.percent == NONE for one in [*draft.options, *draft.spans])


def _without_wrong(draft: Draft) -> Draft:
    if draft.type not in (NUMERICAL, SHORT):
        return draft
    options = [option for option in draft.options if option.percent]
    spans = [span for span in draft.spans if span.percent]
    return Draft(**vars(draft) | {"options": options, "spans": spans})


def _item(draft: Draft) -> Element:
    item = Element(
        "assessmentItem",
        xmlns=NAMESPACE,
        identifier=draft.identifier,
        title=draft.identifier,
        adaptive="false",
        timeDependent="false",
    )
    declared = SubElement(item, "responseDeclaration", identifier="RESPONSE")
    SubElement(
        item, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float"
    )
    kind = {"cardinality": "multiple", "baseType": "identifier"}
    SubElement(item, "outcomeDeclaration", identifier="FEEDBACK", **kind)
    body = SubElement(item, "itemBody")
    _say(SubElement(body, "div"), draft.stem)
    WRITERS.get(draft.type, _choice)(draft, declared, body)
    _processing(item, draft)
    if draft.general_feedback.text:
        said = {"outcomeIdentifier": "FEEDBACK", "identifier": "GENERAL", "showHide": "show"}
        _say(SubElement(item, "modalFeedback", said), draft.general_feedback)
    return item


def _say(element: Element, text: Text) -> None:
    """The text in this element: as it stands where it is one paragraph, else as HTML."""
    html = BeautifulSoup(render_markdown(text.text), "html.parser").decode()
    shown = fromstring(f"<div>{html}</div>")
    if len(shown) == 1 and shown[0].tag == "p" and len(shown[0]) == 0:
        element.text = shown[0].text
        return
    shown.set("class", RICH)
    element.append(shown)


def _declare(declared: Element, cardinality: str, kind: str, correct: list[str]) -> None:
    declared.set("cardinality", cardinality)
    declared.set("baseType", kind)
    response = SubElement(declared, "correctResponse")
    for key in correct:
        SubElement(response, "value").text = key


def _map(declared: Element, values: list[tuple[str, Decimal]], **more: str) -> None:
    mapping = SubElement(declared, "mapping", defaultValue="0")
    for key, percent in values:
        entry = {"mapKey": key, "mappedValue": _figure(percent / 100), **more}
        SubElement(mapping, "mapEntry", entry)


def _choice(draft: Draft, declared: Element, body: Element) -> None:
    is_multi = draft.type == MULTI
    keys = list(LETTERS[: len(draft.options)])
    named = list(zip(keys, draft.options, strict=True))
    right = [
        key for key, option in named if (option.percent > 0 if is_multi else option.percent == ALL)
    ]
    _declare(declared, "multiple" if is_multi else "single", "identifier", right)
    if is_multi or any(option.percent not in (ALL, NONE) for option in draft.options):
        _map(declared, [(key, option.percent) for key, option in named if option.percent])
    most = {"shuffle": "true", "maxChoices": "0" if is_multi else "1"}
    asked = SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE", **most)
    for key, option in named:
        _offer(asked, key, option.text, option.feedback)


def _offer(asked: Element, key: str, text: Text, feedback: Text) -> None:
    choice = SubElement(asked, "simpleChoice", identifier=key)
    _say(choice, text)
    if feedback.text:
        said = {"outcomeIdentifier": "FEEDBACK", "identifier": key, "showHide": "show"}
        _say(SubElement(choice, "feedbackInline", said), feedback)


def _true_or_false(draft: Draft, declared: Element, body: Element) -> None:
    _declare(declared, "single", "identifier", ["true" if draft.right else "false"])
    more = {"class": TRUE_FALSE, "shuffle": "false", "maxChoices": "1"}
    asked = SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE", **more)
    words = TRUE_OR_FALSE["lo" if _is_lao(draft.stem.text) else "en"]
    for key, word, is_it in zip(("true", "false"), words, (True, False), strict=True):
        said = draft.feedback_right if is_it == draft.right else draft.feedback_wrong
        _offer(asked, key, Text(word, "markdown"), said)


def _is_lao(words: str) -> bool:
    return any("\u0e80" <= letter <= "\u0eff" for letter in words)


def _box(body: Element) -> None:
    """The box for an answer, apart from the question's words."""
    SubElement(
        SubElement(body, "div", {"class": ANSWER}),
        "textEntryInteraction",
        responseIdentifier="RESPONSE",
    )


def _numeric(draft: Draft, declared: Element, body: Element) -> None:
    span = next(span for span in draft.spans if span.percent == ALL)
    _declare(declared, "single", "float", [_figure((span.least + span.most) / 2)])
    _box(body)


def _short(draft: Draft, declared: Element, body: Element) -> None:
    accepted = [(option.text.text, option.percent) for option in draft.options if option.percent]
    _declare(declared, "single", "string", [accepted[0][0]])
    _map(declared, accepted, caseSensitive="false")
    _box(body)


def _matching(draft: Draft, declared: Element, body: Element) -> None:
    rights = list(dict.fromkeys(right for _left, right in draft.pairs))
    lefts = [(left, right) for left, right in draft.pairs if left.text]
    correct = [f"L{n} R{rights.index(right)}" for n, (_left, right) in enumerate(lefts)]
    _declare(declared, "multiple", "directedPair", correct)
    share = ALL / len(lefts)
    _map(declared, [(pair, share.quantize(Decimal("0.00001"))) for pair in correct])
    most = {"shuffle": "true", "maxAssociations": "0"}
    asked = SubElement(body, "matchInteraction", responseIdentifier="RESPONSE", **most)
    sides = [SubElement(asked, "simpleMatchSet") for _side in range(2)]
    for n, (left, _right) in enumerate(lefts):
        _say(SubElement(sides[0], "simpleAssociableChoice", identifier=f"L{n}", matchMax="1"), left)
    for n, right in enumerate(rights):
        choice = SubElement(sides[1], "simpleAssociableChoice", identifier=f"R{n}", matchMax="0")
        choice.text = right


def _ordering(draft: Draft, declared: Element, body: Element) -> None:
    named = list(zip(LETTERS, draft.options, strict=False))
    _declare(declared, "ordered", "identifier", [key for key, _step in named])
    asked = SubElement(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for key, step in named:
        _offer(asked, key, step.text, step.feedback)


WRITERS = {
    TRUEFALSE: _true_or_false,
    NUMERICAL: _numeric,
    SHORT: _short,
    MATCHING: _matching,
    ORDERING: _ordering,
}


def _processing(item: Element, draft: Draft) -> None:
    """How a response is marked: numbers within their tolerance, others by the usual templates."""
    processing = SubElement(item, "responseProcessing")
    if draft.type != NUMERICAL:
        is_mapped = item.find("responseDeclaration/mapping") is not None
        processing.set("template", TEMPLATE + ("map_response" if is_mapped else "match_correct"))
        return
    span = next(span for span in draft.spans if span.percent == ALL)
    within = _figure((span.most - span.least) / 2)
    condition = SubElement(SubElement(processing, "responseCondition"), "responseIf")
    mode = {"toleranceMode": "absolute", "tolerance": f"{within} {within}"}
    equal = SubElement(condition, "equal", mode)
    SubElement(equal, "variable", identifier="RESPONSE")
    SubElement(equal, "correct", identifier="RESPONSE")
    score = SubElement(condition, "setOutcomeValue", identifier="SCORE")
    SubElement(score, "baseValue", baseType="float").text = "1"


def _figure(value: Decimal) -> str:
    written = f"{value.normalize():f}"
    if number(written) is None:
        raise NotInFiles(_("A number has too many digits for this format."))
    return written
