"""A question as files hold it: one language, percents, no identity of ours."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


class Text(NamedTuple):
    """`format` is moodle (plain text, white space folds), html, markdown or plain."""

    text: str
    format: str = "moodle"


NOTHING = Text("")
ALL, NONE = Decimal(100), Decimal(0)


@dataclass(frozen=True)
class Option:
    """A choice, or an accepted text ("*" is anything). `percent` of the mark, -100 to 100."""

    text: Text
    percent: Decimal
    feedback: Text = NOTHING


@dataclass(frozen=True)
class Span:
    """A numeric answer: anything from `least` to `most`, both included."""

    least: Decimal
    most: Decimal
    percent: Decimal = ALL
    feedback: Text = NOTHING


@dataclass(frozen=True)
class Attached:
    """A picture or recording that came with a question; its name never chooses a path."""

    name: str
    data: bytes


@dataclass
class Draft:
    """`type` is one of TYPES; what a type doesn't have stays empty.

    options: choices, short answers, and the steps of an ordering as they are right. spans and
    wrong_feedback (for any other number): numeric. pairs: matching, an empty left side is an extra
    wrong choice. right, feedback_right and feedback_wrong (said to a wrong response, whichever that
    is): true or false. path: category.
    """

    type: str
    line: int
    stem: Text = NOTHING
    title: str = ""
    general_feedback: Text = NOTHING
    options: list[Option] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    wrong_feedback: Text = NOTHING
    pairs: list[tuple[Text, str]] = field(default_factory=list)
    right: bool | None = None
    feedback_right: Text = NOTHING
    feedback_wrong: Text = NOTHING
    path: str = ""
    identifier: str = ""
    tags: list[str] = field(default_factory=list)
    mark: Decimal | None = None
    penalty: Decimal | None = None
    hidden: bool | None = None
    shuffle: bool | None = None
    case_sensitive: bool | None = None
    grader_info: str = ""
    files: list[Attached] = field(default_factory=list)


SINGLE, MULTI = "multichoice_single", "multichoice_multi"
TRUEFALSE, SHORT, NUMERICAL = "truefalse", "shortanswer", "numerical"
MATCHING, ESSAY, DESCRIPTION, CATEGORY = "matching", "essay", "description", "category"
ORDERING = "ordering"
TYPES = (
    *(SINGLE, MULTI, TRUEFALSE, SHORT, NUMERICAL, MATCHING, ORDERING),
    *(ESSAY, DESCRIPTION, CATEGORY),
)


@dataclass(frozen=True)
class Skipped:
    """What the file holds and we don't take, named so that nobody misses it unawares."""

    type: str
    reason: str
    line: int | None = None
    title: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class Candidate:
    """A question as the bank holds it, its options, sides and steps still without keys.

    `content`: texts in one language or both. `step`: (SOP code, step key). None is: not said.
    """

    key: str
    type: str
    content: dict
    tags: list[str] = field(default_factory=list)
    line: int | None = None
    difficulty: str | None = None
    critical: bool | None = None
    step: tuple[str, str] | None = None
    step_cell: str = ""


@dataclass
class Bundle:
    """All that a file holds, in its order; in `candidates` what is written as the bank holds it."""

    candidates: list[Candidate] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
