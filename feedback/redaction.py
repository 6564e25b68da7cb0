"""Words, and parts of photos, that nobody should read are blacked out.

It is done to the text itself, so that lists, search, exports, phones and messages show what is
left without having to know of it. What stood there is kept for the feedback lead; each look at it
is logged.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageDraw

from sop_site.lao.text import fold
from sop_site.officers import audit, roles
from sop_site.offline.models import InboxItem
from sop_site.pictures import QUALITY

from . import likeness
from .models import Message, Redaction, Report, ReportPhoto, Solution, Vote

BLACK = "█████"  # of one length: it doesn't tell how long the word was
SHORTEST, MOST_WORDS, MOST_BOXES = 2, 50, 20
REDACTED = "report.redacted"
ORIGINAL_OPENED = "report.original_opened"


class RedactionError(Exception):
    """It can't be done so; says why in the person's language."""


@dataclass(frozen=True)
class Box:
    """A part of a photo, in hundredths of its width and height, from the upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def within(self, width: int, height: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in points of a photo of this size."""
        right, bottom = self.x + self.width, self.y + self.height
        across, down = width / 100, height / 100
        return self.x * across, self.y * down, right * across, bottom * down


@dataclass(frozen=True)
class Passage:
    """One text of a report: where it stands, what it says, and what would be left of it."""

    where: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return self.before != self.after


def register() -> None:
    audit.label(REDACTED, gettext_lazy("Words or a photo blacked out"))
    audit.label(ORIGINAL_OPENED, gettext_lazy("Original of what is blacked out opened"))


def words_in(typed: str) -> list[str]:
    """One word or phrase a line. Raises RedactionError for too short ones and too many."""
    words = list(dict.fromkeys(filter(None, (line.strip() for line in typed.splitlines()))))
    if not words:
        raise RedactionError(_("Please write the words to black out, one in a line."))
    if len(words) > MOST_WORDS:
        raise RedactionError(_("At most %(n)d at once, please.") % {"n": MOST_WORDS})
    if short := [word for word in words if len(word) < SHORTEST]:
        raise RedactionError(_("“%(word)s” is too short.") % {"word": short[0]})
    return words


def without(text: str, words: Iterable[str]) -> str:
    """The text with these words blacked out, small or capital; longer ones first, so that a name
    within a longer one leaves nothing of it."""
    ordered = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in ordered)
    return re.sub(pattern, BLACK, text, flags=re.IGNORECASE) if ordered else text


def passages(report: Report, words: Iterable[str] = ()) -> list[Passage]:
    """Every text of the report, with what these words would leave of it. Two queries.

    Raises RedactionError where a word stands nowhere: a slip of the pen would leave the name.
    """
    words = list(words)
    found = [Passage(where, text, without(text, words)) for where, text in _texts(report)]
    whole = "\n".join(passage.before for passage in found).casefold()
    if missing := [word for word in words if word.casefold() not in whole]:
        raise RedactionError(_("“%(word)s” is nowhere in this report.") % {"word": missing[0]})
    return found


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    yield "text", report.text
    yield "proposal", report.proposal
    yield "searched", report.searched
    for message in report.messages.all():
        yield f"message:{message.pk}", message.text
    for vote in report.votes.exclude(line=""):
        yield f"vote:{vote.pk}", vote.line


@transaction.atomic
def black_out(report: Report, *, actor, words: list[str]) -> int:
    """Blacks the words out in every text of the report. Returns how many texts were changed.
    Raises RedactionError."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    changed = [passage for passage in passages(report, words) if passage.changes]
    for passage in changed:
        _write(report, passage)
        Redaction.objects.create(
            report=report, where=passage.where, original=passage.before, actor_id=actor.pk
        )
    report.folded = fold(f"{report.text} {report.proposal} {report.searched}")
    report.save(update_fields=["text", "proposal", "searched", "folded"])
    likeness.keep(report)
    Solution.objects.filter(report=report).update(text=report.proposal)  # the same words
    # What came in says it as well; receipt and digest stay.
    InboxItem.objects.filter(report=report, emptied_at=None).update(
        payload={}, emptied_at=timezone.now()
    )
    audit.record(actor, REDACTED, report, texts=len(changed))
    return len(changed)


def _write(report: Report, passage: Passage) -> None:
    kind, _colon, pk = passage.where.partition(":")
    if kind == "message":
        Message.objects.filter(pk=pk, report=report).update(text=passage.after)
    elif kind == "vote":
        Vote.objects.filter(pk=pk, report=report).update(line=passage.after[:280])
    else:
        setattr(report, kind, passage.after)


@transaction.atomic
def black_out_photo(photo: ReportPhoto, *, actor, boxes: list[Box]) -> ReportPhoto:
    """Draws black boxes over parts of a photo; the file under them is another one, with a name of
    its own. Raises RedactionError without a box that can be drawn."""
    if not boxes or len(boxes) > MOST_BOXES:
        raise RedactionError(_("Please mark at least one part of the photo."))
    with photo.image.open("rb") as file:
        content = drawn_over(file.read(), boxes)
    Redaction.objects.create(
        report=photo.report,
        where=f"photo:{photo.pk}",
        photo=photo,
        image=photo.image.name,
        actor_id=actor.pk,
    )
    photo.image.save("photo.jpg", ContentFile(content), save=False)
    photo.save(update_fields=["image"])
    audit.record(actor, REDACTED, photo.report, photo=photo.pk)
    return photo


def drawn_over(content: bytes, boxes: Iterable[Box]) -> bytes:
    """A JPEG drawn anew with the boxes in black: nothing of what was under them is left in it."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
        fresh = image.convert("RGB")
        drawing = ImageDraw.Draw(fresh)
        for box in boxes:
            drawing.rectangle(box.within(fresh.width, fresh.height), fill="black")
        fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def boxes_in(typed: Iterable[str]) -> list[Box]:
    """Boxes as a form sends them, "x y width height" in hundredths. Raises RedactionError."""
    return [_box(text) for text in typed if text.strip()]


def _box(text: str) -> Box:
    try:
        x, y, width, height = (float(number) for number in text.replace(",", ".").split())
    except ValueError:
        raise RedactionError(_("A part is four numbers, each from 0 to 100.")) from None
    # A comparison with "not a number" is false, too.
    if not (0 <= x < 100 and 0 <= y < 100 and 0 < width <= 100 - x and 0 < height <= 100 - y):
        raise RedactionError(_("A part is four numbers, each from 0 to 100."))
    return Box(x, y, width, height)


def may_see_originals(user) -> bool:
    return user.has_role(roles.LEAD)


def originals(report: Report, *, actor) -> list[Redaction]:
    """What stood in the texts before, oldest first; the log says who looked. Raises
    PermissionError."""
    _log_look(report, actor)
    return list(report.redactions.filter(photo=None))


def original_photo(redaction: Redaction, *, actor) -> bytes:
    """The photo as it came. Raises PermissionError."""
    _log_look(redaction.report, actor)
    with redaction.image.open("rb") as file:
        return file.read()


def _log_look(report: Report, actor) -> None:
    if not may_see_originals(actor):
        raise PermissionError("Leads alone see what is blacked out.")
    audit.record(actor, ORIGINAL_OPENED, report)
