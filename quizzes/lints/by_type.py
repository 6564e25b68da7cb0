"""What goes for questions of one type."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from ..content import LANGUAGES, decimal
from ..folding import fold
from ..formulas import BadFormula, parse
from ..models.questions import QuestionType
from ..pairing import right_sides
from .places import Finding, Place, rows_of, texts, written

MUCH_LONGER, SIGNS_LONGER = 1.25, 12
NO_WORD = re.compile(r"[\s.,;:!?“”\"'()*_]+")
ABOVE_EN = re.compile(
    r"\b(all|none|both|neither|any)\s+(of\s+)?(the\s+|these\s+)?"
    r"(above|below|options|answers|choices)\b|\b[A-F] (and|or) [A-F]\b|^(all|none) of these$"
)
ALL_LO = fold(  # the whole option; “fill in all parts of the form” is another thing
    "ຖືກ(?:ຕ້ອງ|ໝົດ)*ທຸກຂໍ້|ທຸກຂໍ້(?:ແມ່ນ)?ຖືກ(?:ຕ້ອງ|ໝົດ)*|ຖືກ(?:ຕ້ອງ)?(?:ທັງ)?ໝົດ|ທຸກຂໍ້|ທັງໝົດນີ້|"
    "(?:ບໍ່ມີ|ບໍ່ແມ່ນ)ຂໍ້ໃດ.{0,8}|(?:ທັງ)?(?:ຂໍ້)?[ກຂຄງຈ]ແລະ(?:ຂໍ້)?[ກຂຄງຈ](?:ຖືກ.{0,8})?"
)
ABOVE_LO = fold("(?:ທຸກຂໍ້|ທັງໝົດ|ຂໍ້ໃດ|ຄຳຕອບ|ຕົວເລືອກ)(?:ທີ່)?(?:ຢູ່)?(?:ຂ້າງ|ດ້ານ)?(?:ເທິງ|ລຸ່ມ|ກ່າວມາ)")
POINTS_LO = re.compile(f"^(?:{ALL_LO})$|{ABOVE_LO}")
ORDER_EN = re.compile(r"^(\d+[.)]|(step \d|first|firstly|then|next|after that|finally|lastly)\b)")
ORDER_LO = re.compile(fold(r"^(?:\d+[.)]|ທຳອິດ|ກ່ອນອື່ນ|ຈາກນັ້ນ|ຫຼັງຈາກນັ້ນ|ຕໍ່ມາ|ຕໍ່ໄປ|ສຸດທ້າຍ|ຂັ້ນຕອນທີ|ບາດກ້າວທີ)"))


def choice(question_type: str, content: dict) -> Iterator[Finding]:
    options = rows_of(content, "options")
    yield from _alike(content, "options", ["text"])
    yield from _counts_differ(options)
    for place, text in texts(content):
        if (place.part, place.name) == ("options", "text") and _points_at_others(place, text):
            message = _("Options are shown shuffled, so none can speak of the others. Name what is right, or use multiple choice.")  # fmt: skip  # noqa: E501
            yield Finding(place, message, blocks=True)
    if question_type != QuestionType.TRUEFALSE:
        yield from _longest_is_right(options)
    if question_type == QuestionType.MULTIPLE and options:
        right = sum(_is_right(option) for option in options)
        if right == len(options):
            message = _("All options are right: nobody can choose wrongly. Add one that is wrong.")
            yield Finding(Place("options"), message, blocks=False)
        elif right == 1:
            message = _("Only one option is right: as a single choice it would say so.")
            yield Finding(Place("options"), message, blocks=False)


def _is_right(option: dict) -> bool:
    return (decimal(option.get("weight")) or 0) > 0


def _same(text: str) -> str:
    """What a text is compared by: spelling, spaces, stops and capitals aside."""
    return NO_WORD.sub("", fold(text))


def _alike(content: dict, part: str, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        for language in LANGUAGES:
            seen: dict[str, int] = {}
            for row, entry in enumerate(rows_of(content, part)):
                same = _same(written(entry.get(name), language))
                if same and same in seen:
                    message = _(
                        "It says the same as number %(number)d. Change one, or take it out."
                    )
                    yield Finding(
                        Place(part, language, row, name),
                        message % {"number": seen[same] + 1},
                        blocks=True,
                    )
                seen.setdefault(same, row)


def _counts_differ(options: list[dict]) -> Iterator[Finding]:
    count = {lang: sum(bool(written(o.get("text"), lang)) for o in options) for lang in LANGUAGES}
    if count["lo"] != count["en"]:
        message = _("There are %(lo)d options in Lao and %(en)d in English. Write each in both.")
        yield Finding(Place("options"), message % count, blocks=True)


def _points_at_others(place: Place, text: str) -> bool:
    if place.language == "lo":
        return bool(POINTS_LO.search(_same(text)))
    lowered = re.sub(r"\b[A-Z][a-z]+", lambda word: word[0].lower(), text).strip(" .")
    return bool(ABOVE_EN.search(lowered))


def _longest_is_right(options: list[dict]) -> Iterator[Finding]:
    """Who knows nothing takes the longest: it is said where a right one is longer by much."""
    for language in LANGUAGES:
        lengths = [len(written(option.get("text"), language)) for option in options]
        right = [n for n, option in enumerate(options) if _is_right(option)]
        wrong = [lengths[n] for n in range(len(options)) if n not in right]
        if not right or not wrong:
            continue
        longest = max(right, key=lambda n: lengths[n])
        if lengths[longest] >= max(MUCH_LONGER * max(wrong), max(wrong) + SIGNS_LONGER):
            message = _("The right option is the longest by far, which gives it away. Make it shorter, or another longer.")  # fmt: skip  # noqa: E501
            yield Finding(Place("options", language, longest, "text"), message, blocks=False)


def matching(content: dict) -> Iterator[Finding]:
    yield from _alike(content, "pairs", ["left"])
    pairs, extra = rows_of(content, "pairs"), rows_of(content, "distractors")
    if pairs and not extra and len(right_sides(content)) == len(pairs):
        message = _("As many right sides as left ones: the last comes by itself. Add a row with a right side alone.")  # fmt: skip  # noqa: E501
        yield Finding(Place("pairs"), message, blocks=False)


def ordering(content: dict) -> Iterator[Finding]:
    yield from _alike(content, "items", ["text"])
    for place, text in texts(content):
        cue = ORDER_LO if place.language == "lo" else ORDER_EN
        if (place.part, place.name) == ("items", "text") and cue.search(fold(text)):
            message = _("Its first word tells its place. Begin with the deed.")
            yield Finding(place, message, blocks=False)


def computed(content: dict) -> Iterator[Finding]:
    """What is drawn must be told, and used."""
    used = _names(content.get("formula"))
    for parameter in content.get("parameters") or []:
        name = parameter.get("name", "")
        for language in LANGUAGES:
            stem = written(content.get("stem"), language)
            if name in used and stem and f"{{{name}}}" not in stem:
                message = _("The answer depends on {%(name)s}, and the question doesn't say it.")
                yield Finding(Place("stem", language), message % {"name": name}, blocks=True)
        if used and name not in used:
            message = _("{%(name)s} is drawn, and the formula doesn't use it.")
            yield Finding(Place("numbers"), message % {"name": name}, blocks=False)
    right = "".join((content.get("formula") or "").split())
    for row, wrong in enumerate(rows_of(content, "known_wrong")):
        if right and "".join(str(wrong.get("formula") or "").split()) == right:
            message = _("This is the formula of the right answer.")
            yield Finding(Place("known_wrong", "lo", row, "formula"), message, blocks=True)
    if not any(written(content.get("unit"), language) for language in LANGUAGES):
        message = _("Say the unit, such as kip: officers see it under the question.")
        yield Finding(Place("unit", "lo"), message, blocks=False)


def _names(formula: str | None) -> set[str]:
    try:
        return set(parse(formula).names) if formula else set()
    except BadFormula:
        return set()


def written_answer(question_type: str, content: dict) -> Iterator[Finding]:
    """Numbers and short texts: a known wrong answer that is the right one would never be met."""
    message = _("This answer counts as right. Take it out here, or change the right answer.")
    accepted = content.get("accepted") or {}
    right = {_same(text) for texts in accepted.values() for text in texts}
    answer, tolerance = decimal(content.get("answer")), decimal(content.get("tolerance", "0"))
    for row, wrong in enumerate(rows_of(content, "known_wrong")):
        value = decimal(wrong.get("value"))
        same_number = None not in (answer, tolerance, value) and abs(answer - value) <= tolerance
        same_words = {_same(text) for text in (wrong.get("text") or {}).values()} & (right - {""})
        if same_number or same_words:
            name = "value" if question_type == QuestionType.NUMERIC else "text"
            yield Finding(Place("known_wrong", "lo", row, name), message, blocks=True)
    if question_type == QuestionType.SHORT:
        for language in LANGUAGES:
            if right and not accepted.get(language):
                missing = _("No answer is accepted in this language: who writes in it is wrong.")
                yield Finding(Place("accepted", language), missing, blocks=False)
