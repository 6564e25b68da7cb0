"""Retiring is three different acts, each LSSO's own: an SOP is withdrawn, an SOP is replaced by
another, a release was issued in error and is void. Each goes into a log that nobody changes."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.officers import audit

from .models import SOP, Release, Retirement, SOPPage
from .models.approval import decides
from .releases import follow

WITHDRAWN, REPLACED, IN_ERROR = "sop.withdrawn", "sop.replaced", "release.in_error"
DEEDS = {
    WITHDRAWN: gettext_lazy("SOP withdrawn"),
    REPLACED: gettext_lazy("SOP replaced by another"),
    IN_ERROR: gettext_lazy("Release declared void: issued in error"),
}


@dataclass(frozen=True)
class Reason:
    """Why, for readers, in both languages."""

    lo: str
    en: str

    def checked(self) -> "Reason":
        """Without blanks around. Raises ValidationError."""
        reason = Reason(self.lo.strip()[:300], self.en.strip()[:300])
        said = _("Say why, in Lao and in English: officers read it.")
        faults = {f"reason_{name}": said for name in ("lo", "en") if not getattr(reason, name)}
        if faults:
            raise ValidationError(faults)
        return reason


def withdraw(sop: SOP, *, actor, reason: Reason, holds_from: date) -> Retirement:
    """From this day on nobody works by the SOP; its text is kept. Raises PermissionDenied for who
    is not LSSO, ValidationError for what can't be."""
    act = Retirement.Act.WITHDRAWN
    return _end(sop, act, WITHDRAWN, actor=actor, reason=reason, holds_from=holds_from)


def replace(
    sop: SOP, successor: SOP | None, *, actor, reason: Reason, holds_from: date
) -> Retirement:
    """From this day on another SOP holds in place of this one. Raises as `withdraw`."""
    _check_successor(sop, successor, holds_from)
    act = Retirement.Act.REPLACED
    return _end(
        sop, act, REPLACED, actor=actor, reason=reason, holds_from=holds_from, successor=successor
    )


@transaction.atomic
def _end(sop: SOP, act: str, deed: str, *, actor, reason, holds_from, successor=None) -> Retirement:
    reason = _checked(actor, reason)
    sop = SOP.objects.select_for_update().get(pk=sop.pk)
    if holds_from < timezone.localdate():
        said = _("This day is past. Choose today or a later day.")
        raise ValidationError({"holds_from": said})
    newest = sop.releases.order_by("-pk").first()
    if newest is None:
        raise ValidationError(_("It was never released: delete the draft."))
    if before := sop.retirements.standing().first():
        said = _("It is retired already, from %(day)s.") % {"day": date_format(before.holds_from)}
        raise ValidationError(said)
    entry = Retirement.objects.create(
        sop=sop,
        release=newest,
        act=act,
        successor=successor,
        holds_from=holds_from,
        reason_lo=reason.lo,
        reason_en=reason.en,
        actor=actor.pk,
    )
    facts = {"successor": successor.code} if successor else {}
    audit.record(actor, deed, sop, holds_from=holds_from.isoformat(), **facts)
    _show(sop)
    return entry


def _check_successor(sop: SOP, successor: SOP | None, day: date) -> None:
    if successor is None or successor.pk == sop.pk:
        raise ValidationError({"successor": _("Say by which other SOP it is replaced.")})
    if Release.objects.in_force(successor.code, max(day, timezone.localdate())) is None:
        said = _("Nothing of %(code)s holds on that day: choose another SOP or a later day.")
        raise ValidationError({"successor": said % {"code": successor.code}})


@transaction.atomic
def declare_void(release: Release, *, actor, reason: Reason) -> Retirement:
    """A release that should not have been: it never was in force, and the one before it holds
    again from today. Raises as `withdraw`, and where nothing would be left to read."""
    from . import copies

    reason = _checked(actor, reason)
    sop = SOP.objects.select_for_update().get(pk=release.sop_id)
    release = sop.releases.get(pk=release.pk)
    if release.ended:
        raise ValidationError({"release": _("It is void already.")})
    today = timezone.localdate()
    others = sop.releases.standing().exclude(pk=release.pk)
    if not others.filter(effective_from__lte=today).exists():
        said = _("It is the only release that holds. Issue a right one first, or withdraw the SOP.")
        raise ValidationError({"release": said})
    release.ended, release.ended_reason = Release.Ended.ERROR, reason.lo
    release.save(update_fields=["ended", "ended_reason"])
    entry = Retirement.objects.create(
        sop=sop,
        release=release,
        act=Retirement.Act.ERROR,
        holds_from=today,
        reason_lo=reason.lo,
        reason_en=reason.en,
        actor=actor.pk,
    )
    audit.record(actor, IN_ERROR, release, number=release.number)
    holding = Release.objects.in_force(sop.code, today)
    texts = {text.language: text for text in holding.texts.all()} if holding else {}
    for page in sop.pages.filter(live=True):
        if page.language in texts:
            follow(page, texts[page.language])
        copies.keep(page)
    _take_down(sop)  # where it had brought a retired SOP back
    return entry


def _checked(actor, reason: Reason) -> Reason:
    if not decides(actor):
        raise PermissionDenied
    return reason.checked()


def _show(sop: SOP) -> None:
    """What officers are served says so from its day on."""
    from . import copies

    for page in sop.pages.filter(live=True):
        copies.keep(page)
    _take_down(sop)


def take_down_due() -> str | None:
    """The timed deed: of SOPs whose day has come, the pages in Wagtail's tree, which authors, the
    search and the rows of steps follow. Readers are served by the date, whether or not it ran."""
    due = Retirement.objects.on(timezone.localdate()).values("sop")
    sops = SOP.objects.filter(pk__in=due, pages__live=True).distinct()
    count = sum(_take_down(sop) for sop in sops)
    return f"{count} pages of retired SOPs taken down." if count else None


def _take_down(sop: SOP) -> int:
    if not Retirement.objects.standing_of(sop.pk, timezone.localdate()):
        return 0
    pages = list(sop.pages.filter(live=True))
    for page in pages:
        as_was = page.has_unpublished_changes
        page.unpublish()
        if not as_was:  # no draft waits: its text is the released one
            SOPPage.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    return len(pages)
