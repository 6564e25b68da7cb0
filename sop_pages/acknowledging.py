"""Read and acknowledge: asking people to confirm a release, what each still owes, taking the word.

Nobody is asked before the release's day, none again for a change that leaves the meaning, and the
confirmation of a later release answers for the earlier ones of its SOP.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sop_site.officers import audit
from sop_site.offline import inbox
from sop_site.offline.inbox import Incoming, Rejected

from . import privacy
from .models import (
    SOP,
    Acknowledgement,
    AcknowledgementRequest,
    Release,
    ReleaseText,
    RenderedSOP,
    SOPPage,
)
from .models.releases import NUMBER

KIND = "sop.acknowledge"
ASKED = "release.acknowledgement_asked"
DEEDS = {ASKED: gettext_lazy("Officers asked to confirm a release")}
LANGUAGES = ("lo", "en")
SIGNS = 12
SOON = 3  # days


@dataclass(frozen=True)
class Owed:
    """An SOP that a person is asked to confirm; `title` in the language that is shown, `closed`
    says that Wagtail's privacy settings must be asked before it is named."""

    request: AcknowledgementRequest
    title: str
    closed: bool = False

    @property
    def code(self) -> str:
        return self.request.release.sop.code

    @property
    def due(self) -> date:
        return self.request.due

    @property
    def days_late(self) -> int:
        return max(0, (localdate() - self.due).days)

    @property
    def is_soon(self) -> bool:
        """Whether its day is today or within the next days, and not past."""
        return 0 <= (self.due - localdate()).days <= SOON


@dataclass(frozen=True)
class Asking:
    """On what terms people are asked: names of roles, a day, codes of places (none: everywhere)."""

    roles: tuple[str, ...]
    due: date
    provinces: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@transaction.atomic
def ask(
    release: Release, *, actor, roles: Iterable[str], due: date, provinces=(), districts=()
) -> AcknowledgementRequest:
    """Asks people of these roles (and places: codes) to confirm a release by a day. Asked again,
    the new terms take the place of the old ones. Raises ValidationError."""
    roles = sorted(roles)
    _check(release, roles, due)
    request, _made = AcknowledgementRequest.objects.update_or_create(
        release=release, defaults={"due": due, "asked_by": actor}
    )
    request.roles.set(Group.objects.filter(name__in=roles))
    request.provinces.set(provinces)
    request.districts.set(districts)
    audit.record(actor, ASKED, release, number=release.number, due=due.isoformat(), roles=roles)
    return request


def _check(release: Release, roles: list[str], due: date) -> None:
    faults = {}
    if release.ended:
        raise ValidationError(_("This release was taken back: nobody can be asked to confirm it."))
    if release.sop.retirements.standing().exists():
        raise ValidationError(_("This SOP is retired: nobody can be asked to confirm it."))
    if release.meaning_unchanged:
        raise ValidationError(_("The meaning is unchanged: nobody is asked to read it again."))
    following = release.next_one()
    if following and following.effective_from <= localdate():
        raise ValidationError(_("A later release holds. Ask for that one."))
    if not roles:
        faults["roles"] = _("Choose who is asked.")
    first = max(localdate(), release.effective_from)
    if due < first:
        faults["due"] = _("Nobody can confirm it before %(day)s.") % {"day": date_format(first)}
    if faults:
        raise ValidationError(faults)


def owed(person, **about) -> list[Owed]:
    """What this person is asked to confirm and has not, the earliest day first; `about` narrows
    the requests (release__sop=…). One query, two where anything is asked."""
    requests: dict[int, AcknowledgementRequest] = {}
    language = get_language()
    texts = ReleaseText.objects.filter(release=OuterRef("release"))
    title = Coalesce(
        Subquery(texts.filter(language=language).values("title")[:1]),
        Subquery(texts.values("title")[:1]),
    )
    closed = Exists(RenderedSOP.objects.filter(sop=OuterRef("release__sop"), restricted=True))
    found = AcknowledgementRequest.objects.asking(person).due_from(localdate()).filter(**about)
    for request in found.select_related("release__sop").annotate(title=title, closed=closed):
        requests.setdefault(request.release.sop_id, request)
    if not requests:
        return []
    done = last_confirmed(person, requests)
    open_ones = [
        Owed(request, request.title, request.closed)
        for sop_id, request in requests.items()
        if sop_id not in done or order(done[sop_id].release) < order(request.release)
    ]
    return sorted(open_ones, key=lambda one: (one.due, one.code))


def has_confirmed(person, release_id: int) -> bool:
    """Whether this person confirmed this very release. One query."""
    return Acknowledgement.objects.filter(person=person, release=release_id).exists()


def last_confirmed(person, sop_ids: Iterable[int]) -> dict[int, Acknowledgement]:
    """{SOP: the latest release that this person confirmed}. One query."""
    words = Acknowledgement.objects.standing().filter(person=person, release__sop__in=sop_ids)
    found: dict[int, Acknowledgement] = {}
    for word in words.in_order().select_related("release"):
        found.setdefault(word.release.sop_id, word)
    return found


def order(release: Release) -> tuple[int, int]:
    """Later releases of one SOP have the greater one: their days never go back."""
    return release.major, release.minor


def receive(incoming: Incoming) -> dict:
    """Takes a person's word, once a release however often it comes: {sop, release, state}.

    `state` is "confirmed", or "newer" where another release is asked for by now. Raises Rejected.
    """
    payload = incoming.payload
    release = _release(payload, incoming.owner)
    day = localdate(incoming.received_at)
    if release.effective_from > day:
        words = _("This release holds from %(day)s. Please confirm it then.")
        said = words % {"day": date_format(release.effective_from)}
        raise Rejected("too_early", said, "release")
    language = _text(payload, "language")
    if language not in LANGUAGES:
        raise Rejected("bad_language", _("The language is missing."), "language")
    Acknowledgement.objects.get_or_create(
        person=incoming.owner,
        release=release,
        defaults={
            "language": language,
            "compared_with": _earlier(release, _text(payload, "since")),
            "confirmed_at": incoming.happened_at,
            "received_at": incoming.received_at,
            "time_trust": incoming.time_trust,
            "item": incoming.id,
        },
    )
    return {"sop": release.sop.code, "release": release.number, "state": _state(release, incoming)}


def _state(release: Release, incoming: Incoming) -> str:
    return "newer" if owed(incoming.owner, release__sop=release.sop_id) else "confirmed"


def _release(payload: dict, person) -> Release:
    code, number = _text(payload, "sop"), _text(payload, "release")
    sop = SOP.objects.filter(code=code.upper()).first() if code else None
    page = SOPPage.objects.filter(sop=sop).first() if sop else None
    found = _numbered(sop, number) if page and privacy.may_know(person, page) else None
    if found is None:
        raise Rejected("unknown_release", _("This release is not known."), "release")
    return found


def _earlier(release: Release, number: str) -> Release | None:
    found = _numbered(release.sop, number)
    return found if found and order(found) < order(release) else None


def _numbered(sop: SOP, number: str) -> Release | None:
    parts = NUMBER.fullmatch(number)
    if not parts:
        return None
    found = Release.objects.filter(sop=sop, major=parts[1], minor=parts[2])
    return found.select_related("sop").first()


def _text(payload: dict, name: str) -> str:
    value = payload.get(name, "")
    if not isinstance(value, str) or len(value) > SIGNS:
        raise Rejected("bad_type", _("This must be a short text."), name)
    return value.strip()


def register() -> None:
    inbox.register(KIND, receive, title=gettext_lazy("Confirmation of reading"))
