"""Questions of the bank → a file in a named format, with a list of what it leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from . import gift_writing, moodle_writing, qti_writing, sheet_writing
from .from_bank import NotInFiles, Taken, draft_of


class Format(NamedTuple):
    """`take` makes of (question, content, language, tags) what `all` writes; it raises NotInFiles
    for a question that `all` can't write. `is_bilingual`: the language makes no difference."""

    take: Callable[..., Taken]
    all: Callable[[list], bytes]
    ending: str
    media_type: str
    is_bilingual: bool = False


def _drafts(write_one: Callable) -> Callable[..., Taken]:
    def take(question, content: dict, language: str, tags: list[str]) -> Taken:
        taken = draft_of(question.key, question.type, content, language, tags)
        write_one(taken.draft)
        return taken

    return take


def _qti(question, content: dict, language: str, tags: list[str]) -> Taken:
    taken = draft_of(question.key, question.type, content, language, tags)
    return qti_writing.taken_of(taken, language)


FORMATS = {
    "gift": Format(
        _drafts(gift_writing.question), gift_writing.write_gift, "gift", "text/plain; charset=utf-8"
    ),
    "moodlexml": Format(
        _drafts(moodle_writing.question), moodle_writing.write_moodle_xml, "xml", "application/xml"
    ),
    "qti": Format(_qti, qti_writing.write_qti, "zip", "application/zip"),
    "xlsx": Format(
        lambda question, content, _language, tags: sheet_writing.taken_of(question, content, tags),
        sheet_writing.write_xlsx,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        is_bilingual=True,
    ),
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
    """The newest wordings of these questions, by key. Three queries, however many."""
    wanted = FORMATS[name]
    written, held = Written(), []
    found = questions.select_related("sop", "step__sop").order_by("key")
    for question in found.prefetch_related("versions", "tags"):
        newest = max(question.versions.all(), key=lambda version: version.number, default=None)
        tags = [tag.name for tag in question.tags.all()]
        try:
            if question.story_id:
                raise NotInFiles(_("It belongs to a case: files of this kind can't hold a story."))
            content = newest.content if newest else {}
            taken = wanted.take(question, content, language, tags)
        except NotInFiles as reason:
            written.losses.append(Loss(question.key, str(reason), whole=True))
            continue
        held.append(taken.draft)
        written.keys.append(question.key)
        written.losses += [Loss(question.key, reason, whole=False) for reason in taken.lost]
    written.data = wanted.all(held)
    return written
