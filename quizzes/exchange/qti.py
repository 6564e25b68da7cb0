"""QTI items, 2.1 and 3.0 → drafts: one item, or a package (zip) of them.

The format: https://www.imsglobal.org/question/. What 3.0 calls qti-choice-interaction is
choiceInteraction here, its attributes likewise.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from ..faults import Fault, Refused
from .drafts import (
    ALL,
    DESCRIPTION,
    ESSAY,
    MATCHING,
    MULTI,
    NONE,
    NUMERICAL,
    ORDERING,
    SHORT,
    SINGLE,
    TRUEFALSE,
    Bundle,
    Draft,
    Option,
    Skipped,
    Span,
)
from .numbers import number
from .packages import is_zip, members
from .qti_text import TRUE_FALSE, feedback_of, prompt_of, text_of
from .xml_tree import parse

ITEM = "assessmentItem"
KEBAB = re.compile(r"-([a-z])")


class Bad(ValueError):
    """An item that can't be taken, with a sentence."""


def read_qti(data: bytes) -> Bundle:
    """The questions of an item or a package. Raises Refused, which names all that is wrong."""
    files = members(data, ".xml") if is_zip(data) else [("", data)]
    bundle, faults, items = Bundle(), [], 0
    for name, content in files:
        root = _plainly_named(parse(content))
        if root.tag != ITEM:
            continue
        items += 1
        try:
            _take(root, bundle)
        except Bad as bad:
            place = " ".join(filter(None, (name, root.get("identifier"), root.get("title"))))
            faults.append(Fault(root.line, f"{place}: {bad}"))
    if not items:
        faults.append(Fault(1, _("The file holds no question.")))
    if faults:
        raise Refused(faults)
    return bundle


def _plainly_named(root: Element) -> Element:
    """The tree with 2.1's names, without namespaces."""
    for element in root.iter():
        element.tag = _plain_name(element.tag)
        for name in list(element.attrib):
            element.attrib[_plain_name(name)] = element.attrib.pop(name)
    return root


def _plain_name(name: str) -> str:
    name = name.rpartition("}")[2].removeprefix("qti-")
    return KEBAB.sub(lambda found: found[1].upper(), name)


@dataclass(frozen=True)
class Declaration:
    """What a responseDeclaration says of the right answers.

    `mapped`: (key, value, whether its case counts); `default`: the value of what is not mapped.
    """

    kind: str
    multiple: bool
    correct: tuple[str, ...]
    mapped: tuple[tuple[str, Decimal, bool], ...]
    default: Decimal

    @property
    def values(self) -> dict[str, Decimal]:
        return {key: value for key, value, _case in self.mapped}

    @property
    def best(self) -> Decimal:
        """What a perfect response earns: all good ones together, or the highest."""
        good = [value for value in self.values.values() if value > 0]
        return (sum(good, Decimal(0)) if self.multiple else max(good, default=Decimal(0))) or ALL

    def percent(self, key: str) -> Decimal:
        if self.mapped:
            return self.values.get(key, self.default) * 100 / self.best
        if key not in self.correct:
            return NONE
        return ALL / len(self.correct) if self.multiple else ALL


def _declaration(item: Element) -> Declaration:
    found = item.findall("responseDeclaration")
    if len(found) != 1:
        raise Bad(_("There must be one response declaration."))
    declared = found[0]
    mapping = declared.find("mapping")
    entries = () if mapping is None else mapping.findall("mapEntry")
    return Declaration(
        kind=declared.get("baseType", ""),
        multiple=declared.get("cardinality") == "multiple",
        correct=tuple(
            (value.text or "").strip() for value in declared.findall("correctResponse/value")
        ),
        mapped=tuple(
            (
                entry.get("mapKey", ""),
                _number(entry.get("mappedValue", "")),
                entry.get("caseSensitive", "true") != "false",
            )
            for entry in entries
        ),
        default=NONE if mapping is None else _number(mapping.get("defaultValue", "0")),
    )


def _number(written: str) -> Decimal:
    found = number(written)
    if found is None:
        raise Bad(_("“%(value)s” is no number.") % {"value": written})
    return found


def _take(item: Element, bundle: Bundle) -> None:
    body = item.find("itemBody")
    if body is None:
        raise Bad(_("The item has no body."))
    found = [element for element in body.iter() if element.tag.endswith("Interaction")]
    foreign = [element.tag for element in found if element.tag not in READERS]
    if foreign or len(found) > 1:
        bundle.skipped.append(
            Skipped(
                type=foreign[0] if foreign else "composite",
                reason=_("This type of question is not taken over."),
                line=item.line,
                title=item.get("title", ""),
                identifier=item.get("identifier", ""),
            )
        )
        return
    interaction = found[0] if found else None
    draft = Draft(
        DESCRIPTION,
        item.line,
        stem=prompt_of(body, interaction),
        title=item.get("title", ""),
        general_feedback=feedback_of(item),
        identifier=item.get("identifier", ""),
    )
    if interaction is not None:
        if interaction.get("shuffle"):
            draft.shuffle = interaction.get("shuffle") == "true"
        READERS[interaction.tag](draft, interaction, item)
    bundle.drafts.append(draft)


def _choice(draft: Draft, interaction: Element, item: Element) -> None:
    declared = _declaration(item)
    if interaction.get("class") == TRUE_FALSE:
        _true_or_false(draft, interaction, declared)
        return
    draft.type = MULTI if declared.multiple else SINGLE
    if declared.mapped:
        draft.mark = declared.best
    for choice in interaction.findall("simpleChoice"):
        key = choice.get("identifier", "")
        said = feedback_of(choice) if choice.find("feedbackInline") is not None else None
        option = Option(text_of(choice), declared.percent(key), said or feedback_of(item, key))
        draft.options.append(option)
    if len(draft.options) < 2:
        raise Bad(_("A choice needs at least two options."))
    if not any(option.percent > 0 for option in draft.options):
        raise Bad(_("No option is right."))


def _true_or_false(draft: Draft, interaction: Element, declared: Declaration) -> None:
    draft.type = TRUEFALSE
    said = {
        choice.get("identifier"): feedback_of(choice)
        for choice in interaction.findall("simpleChoice")
    }
    if (
        set(said) != {"true", "false"}
        or len(declared.correct) != 1
        or set(declared.correct) - set(said)
    ):
        raise Bad(_("There must be the answers true and false, one of them right."))
    right = declared.correct[0]
    draft.right = right == "true"
    draft.feedback_right = said[right]
    draft.feedback_wrong = said["false" if draft.right else "true"]


def _order(draft: Draft, interaction: Element, item: Element) -> None:
    """The steps as the right answer has them."""
    draft.type = ORDERING
    steps = {
        choice.get("identifier", ""): Option(text_of(choice), ALL, feedback_of(choice))
        for choice in interaction.findall("simpleChoice")
    }
    correct = _declaration(item).correct
    if sorted(correct) != sorted(steps) or len(steps) < 2:
        raise Bad(_("The right order must name each step once."))
    draft.options = [steps[key] for key in correct]


def _text_entry(draft: Draft, interaction: Element, item: Element) -> None:
    declared = _declaration(item)
    if declared.kind in ("float", "integer"):
        draft.type = NUMERICAL
        keys = [key for key, _value, _case in declared.mapped] or declared.correct
        for key in keys:
            least, most = _around(item, _number(key))
            draft.spans.append(Span(least, most, declared.percent(key) if declared.mapped else ALL))
    else:
        draft.type = SHORT
        answers = declared.values or dict.fromkeys(declared.correct, ALL)
        draft.options = [
            Option(text_of(key), declared.percent(key) if declared.mapped else ALL)
            for key in answers
        ]
        if declared.mapped:
            draft.case_sensitive = all(case for _key, _value, case in declared.mapped)
    if not draft.spans and not draft.options:
        raise Bad(_("There is no answer."))


def _around(item: Element, value: Decimal) -> tuple[Decimal, Decimal]:
    """The numbers that <equal> with its tolerance accepts as this value."""
    equal = next(item.iter("equal"), None)
    mode = "exact" if equal is None else equal.get("toleranceMode", "exact")
    if mode == "exact":
        return value, value
    given = [_number(part) for part in equal.get("tolerance", "").split()]
    if len(given) not in (1, 2):
        raise Bad(_("The tolerance must be one or two numbers."))
    below, above = given[0], given[-1]
    if mode == "relative":
        below, above = abs(value) * below / 100, abs(value) * above / 100
    return value - below, value + above


def _match(draft: Draft, interaction: Element, item: Element) -> None:
    """Pairs by the right answers; a right side that belongs to none is an extra wrong choice."""
    draft.type = MATCHING
    sets = interaction.findall("simpleMatchSet")
    if len(sets) != 2:
        raise Bad(_("Matching has two sets."))
    sides = [
        {choice.get("identifier", ""): text_of(choice) for choice in of_side} for of_side in sets
    ]
    used = set()
    for pair in _declaration(item).correct:
        left, _blank, right = pair.partition(" ")
        if left not in sides[0] or right not in sides[1]:
            raise Bad(_("A right pair names a choice that isn't there: %(pair)s.") % {"pair": pair})
        draft.pairs.append((sides[0][left], sides[1][right].text))
        used.add(right)
    if len(draft.pairs) < 2:
        raise Bad(_("Matching needs at least two pairs."))
    draft.pairs += [(text_of(""), text.text) for key, text in sides[1].items() if key not in used]


def _essay(draft: Draft, interaction: Element, item: Element) -> None:
    draft.type = ESSAY


READERS: dict[str, Callable[[Draft, Element, Element], None]] = {
    "choiceInteraction": _choice,
    "textEntryInteraction": _text_entry,
    "matchInteraction": _match,
    "extendedTextInteraction": _essay,
    "orderInteraction": _order,
}
