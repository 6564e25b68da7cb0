"""A table of questions → what the bank holds, in both languages. Faults are named by cell."""

from django.utils.translation import gettext as _

from ..faults import Fault, Refused
from ..models.questions import Question, QuestionType
from .drafts import Bundle, Candidate, Skipped
from .naming import is_key, key_of
from .sheet_answers import READERS, SEPARATOR
from .sheet_columns import Bad, Row, columns_of
from .workbooks import Line, lines_of

HELP = "help"
LEFT_OUT = ("case", "story", "essay", "description")  # known by name, and not taken over
YES, NO = ("yes", "true", "1", "x"), ("no", "false", "0")
WORDS = {"number": "numeric", "true or false": "truefalse", "true/false": "truefalse"}


def read_xlsx(data: bytes, language: str) -> Bundle:
    """The questions of a workbook's first sheet. Raises Refused, which names all that is wrong."""
    sheet = lines_of(data)
    bundle = read_table(sheet.lines, language)
    bundle.skipped += [
        Skipped("sheet", _("Only the first sheet is read."), title=name)
        for name in sheet.others
        if name != HELP
    ]
    return bundle


def read_table(lines: list[Line], language: str) -> Bundle:
    """The questions below a line of headings. Raises Refused."""
    if len(lines) < 2:
        raise Refused([Fault(1, _("The file holds no question."))])
    columns = columns_of(lines[0], language)
    bundle, faults = Bundle(), []
    rows_of: dict[str, Row] = {}
    for line in lines[1:]:
        row = Row(line, columns)
        try:
            found = _question(row)
            if isinstance(found, Candidate):
                _once(rows_of, found.key, row)
                bundle.candidates.append(found)
            else:
                bundle.skipped.append(found)
        except Bad as bad:
            faults.append(Fault(line.number, str(bad)))
    if faults:
        raise Refused(faults)
    return bundle


def _once(rows_of: dict[str, Row], key: str, row: Row) -> None:
    if key in rows_of:
        first = {"row": rows_of[key].line.number}
        raise row.bad("key", _("This question stands in row %(row)d already.") % first)
    rows_of[key] = row


def _question(row: Row) -> Candidate | Skipped:
    """Raises Bad."""
    stray = row.stray()
    if stray is not None:
        raise Bad(f"{row.line.place(stray)}: " + _("This cell stands under no heading."))
    kind = _type(row)
    if kind not in READERS:
        reason = _("This type of question is not taken over.")
        return Skipped(kind, reason, row.line.number, identifier=row.one("key"))
    stem = row.both("question")
    if not stem:
        raise row.bad("question", _("The question has no text."))
    content = {
        "stem": stem,
        "explanation": row.both("explanation"),
        "reference_keys": [],
        **READERS[kind](row),
    }
    if row.both("hint"):
        content["hint"] = row.both("hint")
    return Candidate(
        _key(row, kind, content),
        QuestionType(kind),
        content,
        _tags(row),
        row.line.number,
        _difficulty(row),
        _critical(row),
        _step(row),
        _step_cell(row),
    )


def _type(row: Row) -> str:
    written = row.one("type").lower()
    kind = WORDS.get(written, written)
    if not kind:
        raise row.bad("type", _("The type of the question is missing."))
    if kind not in (*QuestionType.values, *LEFT_OUT):
        raise row.bad(
            "type",
            _("“%(type)s” is none of the types %(types)s.")
            % {"type": written[:40], "types": ", ".join(READERS)},
        )
    return kind


def _key(row: Row, kind: str, content: dict) -> str:
    key = row.one("key")
    if not key:
        return key_of([kind, content])
    if not is_key(key):
        raise row.bad("key", _("A key is made of letters, digits and dashes, such as M1-01."))
    return key


def _tags(row: Row) -> list[str]:
    return [tag for part in SEPARATOR.split(row.one("tags")) if (tag := part.strip()[:100])]


def _difficulty(row: Row) -> str | None:
    written = row.one("difficulty").lower()
    if written and written not in Question.Difficulty.values:
        raise row.bad(
            "difficulty",
            _("“%(said)s” is none of %(words)s.")
            % {"said": written[:40], "words": ", ".join(Question.Difficulty.values)},
        )
    return written or None


def _critical(row: Row) -> bool | None:
    written = row.one("critical").lower()
    if written and written not in YES + NO:
        raise row.bad("critical", _("Write yes or no."))
    return written in YES if written else None


def _step(row: Row) -> tuple[str, str] | None:
    code, _blank, key = row.one("step").partition(" ")
    return (code, key.strip()) if code else None


def _step_cell(row: Row) -> str:
    return row.line.place(row.columns["step"]) if row.one("step") else ""
