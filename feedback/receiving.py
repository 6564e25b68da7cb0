"""Takes a report out of the inbox: the one way in, for phones and for the plain form."""

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_pages.models import SOP, Step
from sop_site.lao.text import fold
from sop_site.offline import inbox
from sop_site.offline.inbox import Incoming, Rejected
from sop_site.offline.limits import limit

from . import likeness, photos, places, solutions, sound, steps, voice, working_days
from . import payload as payloads
from .models import Recording, Report, ReportPhoto, StateChange

KIND = "feedback.report"


def register() -> None:
    inbox.register(
        KIND,
        receive,
        files=inbox.Files(prepare=prepare_file, keep=keep_file),
        is_restricted=payloads.is_sensitive,
        title=gettext_lazy("Report"),
        hides_sender=payloads.hides_sender,
    )


def receive(incoming: Incoming) -> dict:
    """Makes the report. Returns {report, state, due}; `let_go` tells the phone to keep nothing
    of a sensitive one. Raises Rejected."""
    sent = payloads.read(incoming.payload)
    check_number(incoming.files)
    report = make(sent, incoming)
    likeness.keep(report)
    solutions.begin_with(report)
    StateChange.objects.create(report=report, after=report.state, actor_id=incoming.owner.pk)
    result = {"report": report.code, "state": report.state, "due": report.due.isoformat()}
    return {**result, "let_go": True} if report.sensitive else result


def make(sent: payloads.Sent, incoming: Incoming) -> Report:
    sender = incoming.owner
    sop = SOP.objects.filter(code=sent.sop.upper()).first() if sent.sop else None
    step = Step.objects.filter(sop=sop, key=sent.step).first() if sop and sent.step else None
    district = places.named(sent.district) if sent.district else sender.district
    language = sent.language or sender.language
    today = timezone.localdate(incoming.received_at)
    shown = steps.shown(step)
    return Report.objects.create(
        code=incoming.receipt,
        item_id=incoming.id,
        sender=sender,
        channel=sent.channel,
        category=sent.category,
        severity=sent.severity,
        how_often=sent.how_often,
        text=sent.text,
        proposal=sent.proposal,
        language=language,
        searched=sent.searched,
        folded=fold(f"{sent.text} {sent.proposal} {sent.searched}"),
        sop=sop,
        step=step,
        sop_code=sop.code if sop else sent.sop,
        step_key=sent.step,
        step_title=shown.get(language, "")[:300],
        release=sent.release,
        shown=shown,
        district=district,
        province_id=district.province_id if district else sender.province_id,
        visibility=sent.visibility,
        sensitive=sent.sensitive,
        due=working_days.calendar().add(today, working_days.first_reply_days(sent.severity)),
        sent_at=incoming.happened_at,
        received_at=incoming.received_at,
    )


def check_number(files: list[dict]) -> None:
    """By what the phone says they are: what they are is seen when their bytes come."""
    voices = sum(file["type"].startswith("audio/") for file in files)
    if len(files) - voices > limit("report_photos"):
        message = _("Please send at most %(n)d photos.") % {"n": limit("report_photos")}
        raise Rejected("too_many_files", message, "files")
    if voices > 1:
        raise Rejected("too_many_files", _("Please send one voice note."), "files")


def prepare_file(content: bytes) -> bytes:
    """A photo drawn anew, or a voice note that was looked into. Raises Rejected."""
    return voice.prepare(content) if sound.is_sound(content) else photos.prepare(content)


def keep_file(incoming: Incoming, sha256: str, content: bytes) -> None:
    """Stores what was prepared; the same file twice is one."""
    report = Report.objects.get(item_id=incoming.id)
    if sound.is_sound(content):
        keep_recording(report, sha256, content)
    else:
        keep_photo(report, sha256, content)


def keep_photo(report: Report, sha256: str, content: bytes) -> None:
    if report.photos.filter(sha256=sha256).exists():
        return
    width, height = photos.size_of(content)
    photo = ReportPhoto(report=report, sha256=sha256, width=width, height=height)
    photo.image.save("photo.jpg", ContentFile(content), save=False)
    photo.save()


def keep_recording(report: Report, sha256: str, content: bytes) -> None:
    """Raises Rejected for a second one: what a file is, is known only now."""
    there = Recording.objects.filter(report=report).first()
    if there and there.sha256 == sha256:
        return
    if there:
        raise Rejected("too_many_files", _("Please send one voice note."), "voice")
    found = sound.read(content)
    made = Recording(report=report, type=found.type, seconds=round(found.seconds), sha256=sha256)
    made.sound.save("note", ContentFile(content), save=False)
    made.save()
