"""Questions of the bank → a file in a named format, with a list of what it leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from . import gift_writing, moodle_writing
from .drafts import Draft
from .from_bank import NotInFiles, draft_of


class Format(NamedTuple):
    """`one` raises NotInFiles for a draft that `all` can't write."""

    one: Callable[[Draft], object]
    all: Callable[[list[Draft]], bytes]


FORMATS = {
    "gift": Format(gift_writing.question, gift_writing.write_gift),
    "moodlexml": Format(moodle_writing.question, moodle_writing.write_moodle_xml),
}


@dataclass(frozen=True)
class Loss:
    """What of the question `key` the file doesn't hold; `whole`: all of it."""

    key: str
    reason: str
    whole: bool


@dataclass
class Written:
    data: bytes = b""
    keys: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def export(questions, name: str, language: str) -> Written:
    """The newest wordings of these questions, by key. Four queries at most, however many."""
    one, whole = FORMATS[name]
    written, drafts = Written(), []
    for question in questions.order_by("key").prefetch_related("versions", "tags"):
        newest = max(question.versions.all(), key=lambda version: version.number, default=None)
        tags = [tag.name for tag in question.tags.all()]
        try:
            content = newest.content if newest else {}
            taken = draft_of(question.key, question.type, content, language, tags)
            one(taken.draft)
        except NotInFiles as reason:
            written.losses.append(Loss(question.key, str(reason), whole=True))
            continue
        drafts.append(taken.draft)
        written.keys.append(question.key)
        written.losses += [Loss(question.key, reason, whole=False) for reason in taken.lost]
    written.data = whole(drafts)
    return written
