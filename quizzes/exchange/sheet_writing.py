"""A question of the bank → a row of a table, in both languages; the table → an xlsx."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from ..content import decimal
from ..drawn_numbers import read_number, written_numbers
from ..formulas import BadFormula, parse
from ..models.questions import QuestionType
from .from_bank import UNFIT, NotInFiles, Taken, lost_beside
from .making import TRUE_OR_FALSE
from .numbers import number
from .sheet_answers import SEPARATOR, WRONG_WEIGHT, equal_share
from .sheet_columns import LANGUAGES, MOST_OPTIONS, headings
from .sheet_help import help_lines
from .sheet_reading import HELP
from .workbooks import LONGEST_CELL, workbook

FEWEST_COLUMNS = 4  # of options, also where no question has as many
SHEET = "questions"
Cells = dict[str, str]  # by column


def write_xlsx(rows: list[Cells]) -> bytes:
    """The same bytes for the same rows, each made by `row_of`; without rows a template."""
    there = {column for row in rows for column in row}
    options = [n for n in range(1, MOST_OPTIONS + 1) if there & {*_columns(n)}]
    columns = headings(
        max([FEWEST_COLUMNS, *options]), any(name.startswith("match_") for name in there)
    )
    lines = [[row.get(column, "") for column in columns] for row in rows]
    return workbook({SHEET: [columns, *lines], HELP: help_lines()})


def _columns(number: int) -> list[str]:
    names = (f"{name}_{number}" for name in ("option", "match", "feedback"))
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


def taken_of(question, content: dict, tags: list[str]) -> Taken:
    """The row of a question, and what of it a table doesn't hold. Raises NotInFiles."""
    if question.type not in WRITERS:
        raise NotInFiles(_("This type of question is not written to this format."))
    row: Cells = {"key": question.key, "type": str(question.type)}
    taken = Taken(row, lost_beside(content))
    _put(row, "question", content.get("stem"))
    if not row["question_lo"] and not row["question_en"]:
        raise NotInFiles(_("The question has no text."))
    _put(row, "explanation", content.get("explanation"))
    _put(row, "hint", content.get("hint"))
    WRITERS[question.type](row, content, taken.lost)
    _about(row, question, tags, taken.lost)
    row = {column: text for column, text in row.items() if text}
    if any(UNFIT.search(text) for text in row.values()):
        raise NotInFiles(_("It holds a character that can't stand in a text file."))
    if any(len(text) > LONGEST_CELL for text in row.values()):
        raise NotInFiles(_("One of its texts is too long for a cell."))
    taken.draft = row
    return taken


def _about(row: Cells, question, tags: list[str], lost: list[str]) -> None:
    """What belongs to the question, not to its wording."""
    held = [tag for tag in tags if not SEPARATOR.search(tag) and tag == tag.strip()]
    if len(held) < len(tags):
        lost.append(_("Tags that hold a comma are left out."))
    row |= {
        "tags": "; ".join(sorted(held)),
        "difficulty": str(question.difficulty),
        "critical": "yes" if question.critical else "no",
    }
    if question.step:
        row["step"] = f"{question.step.sop.code} {question.step.key}"
    elif question.sop:
        row["step"] = question.sop.code


def _put(row: Cells, name: str, both: dict | None) -> None:
    for language in LANGUAGES:
        row[f"{name}_{language}"] = _said((both or {}).get(language))


def _said(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _put_numbered(row: Cells, name: str, texts: list[dict | None]) -> None:
    if len(texts) > MOST_OPTIONS:
        raise NotInFiles(_("A table has room for 12 options."))
    for n, both in enumerate(texts, 1):
        _put(row, f"{name}_{n}", both)
        if name == "option" and not any(row[f"option_{n}_{language}"] for language in LANGUAGES):
            raise NotInFiles(_("An answer has no text."))


def _feedback(row: Cells, entries: list[dict]) -> None:
    _put_numbered(row, "feedback", [entry.get("feedback") for entry in entries])


def _choice(row: Cells, content: dict, lost: list[str]) -> None:
    options = content.get("options", [])
    weights = [decimal(option.get("weight")) for option in options]
    if None in weights or len(options) < 2 or not any(weight > 0 for weight in weights):
        raise NotInFiles(_("It has fewer than two options, or none is right."))
    _put_numbered(row, "option", [option["text"] for option in options])
    _feedback(row, options)
    row["answer"] = _answer(weights, row["type"] == QuestionType.MULTIPLE)


def _answer(weights: list[Decimal], is_multiple: bool) -> str:
    """The numbers of the right options, with their percents where these are not the usual ones."""
    right = [n for n, weight in enumerate(weights, 1) if weight > 0]
    share, wrong = (equal_share(len(right)), WRONG_WEIGHT) if is_multiple else ("1", "0")
    usual = [Decimal(share if n in right else wrong) for n, _weight in enumerate(weights, 1)]
    if weights == usual and (is_multiple or len(right) == 1):
        return "; ".join(str(n) for n in right)
    return "; ".join(
        f"{n}={_figure(weight * 100)}" for n, weight in enumerate(weights, 1) if weight
    )


def _figure(value: Decimal) -> str:
    written = f"{value.normalize():f}"
    if number(written) is None:
        raise NotInFiles(_("A number has too many digits for this format."))
    return written


def _true_or_false(row: Cells, content: dict, lost: list[str]) -> None:
    options = content.get("options", [])
    right = [n for n, option in enumerate(options, 1) if decimal(option.get("weight")) == 1]
    if len(options) != 2 or len(right) != 1:
        raise NotInFiles(_("It has not exactly two options, one of them right."))
    words = {
        language: tuple(_said(option["text"].get(language)) for option in options)
        for language in LANGUAGES
    }
    if words == TRUE_OR_FALSE:
        row["answer"] = "true" if right == [1] else "false"
    else:
        _put_numbered(row, "option", [option["text"] for option in options])
        row["answer"] = str(right[0])
    _feedback(row, options)


def _numeric(row: Cells, content: dict, lost: list[str]) -> None:
    if number(str(content.get("answer", ""))) is None:
        raise NotInFiles(_("It has no right answer that is a number."))
    row["answer"] = content["answer"].strip()
    _measure(row, content)
    _wrong(row, content, "value")


def _measure(row: Cells, content: dict) -> None:
    tolerance = str(content.get("tolerance", "0")).strip()
    if number(tolerance) is None or number(tolerance) < 0:
        raise NotInFiles(_("It has no right answer that is a number."))
    row["tolerance"] = tolerance
    _put(row, "unit", content.get("unit"))


def _wrong(row: Cells, content: dict, name: str) -> None:
    """Known wrong answers that are the same in both languages."""
    wrong = content.get("known_wrong", [])
    if name == "value" and any(number(str(one.get(name, ""))) is None for one in wrong):
        raise NotInFiles(_("A known wrong answer must be a number."))
    _put_numbered(row, "option", [{LANGUAGES[0]: str(one.get(name, ""))} for one in wrong])
    _feedback(row, wrong)


def _short(row: Cells, content: dict, lost: list[str]) -> None:
    accepted = content.get("accepted") or {}
    lines = {name: [_said(text) for text in texts] for name, texts in accepted.items()}
    _put(row, "accepted", {name: "\n".join(filter(None, texts)) for name, texts in lines.items()})
    if not row["accepted_lo"] and not row["accepted_en"]:
        raise NotInFiles(_("It has no accepted answer."))
    if any("\n" in text for texts in lines.values() for text in texts):
        raise NotInFiles(_("An accepted answer has several lines."))
    wrong = content.get("known_wrong", [])
    _put_numbered(row, "option", [one.get("text") for one in wrong])
    _feedback(row, wrong)


def _matching(row: Cells, content: dict, lost: list[str]) -> None:
    pairs, extras = content.get("pairs", []), content.get("distractors", [])
    rights = [*(pair["right"] for pair in pairs), *(extra["text"] for extra in extras)]
    if len(pairs) < 2 or not all(any(map(_said, both.values())) for both in rights):
        raise NotInFiles(_("Matching needs at least two pairs, each with both sides."))
    keys = {tuple(_said(both.get(name)) for name in LANGUAGES) for both in rights}
    if len(keys) < len({pair["right_key"] for pair in pairs}) + len(extras):
        raise NotInFiles(_("Two right sides say the same: nobody could tell them apart."))
    _put_numbered(row, "option", [pair["left"] for pair in pairs])
    _put_numbered(row, "match", rights)
    _feedback(row, [*pairs, *extras])


def _ordering(row: Cells, content: dict, lost: list[str]) -> None:
    items = {item["key"]: item for item in content.get("items", [])}
    steps = [items[key] for key in content.get("order", []) if key in items]
    if len(steps) < 3:
        raise NotInFiles(_("Ordering needs at least three steps."))
    _put_numbered(row, "option", [step["text"] for step in steps])
    _feedback(row, steps)


def _computed(row: Cells, content: dict, lost: list[str]) -> None:
    parameters = content.get("parameters", [])
    row["numbers"] = written_numbers(parameters)
    plain = [{k: v for k, v in one.items() if k != "label"} for one in parameters]
    if not plain or [read_number(line) for line in row["numbers"].split("\n")] != plain:
        raise NotInFiles(_("Its drawn numbers can't be written on a line each."))
    if plain != parameters:
        lost.append(_("The names of drawn numbers in words are left out."))
    for formula in (
        content.get("formula"),
        *(w.get("formula") for w in content.get("known_wrong", [])),
    ):
        try:
            parse(formula)
        except BadFormula as bad:
            raise NotInFiles(str(bad)) from bad
    row["answer"] = content["formula"].strip()
    _measure(row, content)
    _wrong(row, content, "formula")


WRITERS: dict[str, Callable[[Cells, dict, list[str]], None]] = {
    QuestionType.SINGLE: _choice,
    QuestionType.MULTIPLE: _choice,
    QuestionType.TRUEFALSE: _true_or_false,
    QuestionType.NUMERIC: _numeric,
    QuestionType.SHORT: _short,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.COMPUTED: _computed,
}
