"""News goes to whoever asked for it outside of Khumue: a line and a link, no word of a report.

Of a sensitive report nothing goes out at all: who else reads that phone or mailbox is unknown. News
is gathered from the rows each minute, so a fault loses none; each goes out once, and is tried again
after a while where the gateway was away.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sop_site import gateways, timed
from sop_site.gateways import GatewayError
from sop_site.officers import holdings

from .models import Notice, Reach, Report, Vote

log = logging.getLogger("khumue.notices")
RECENT = timedelta(days=2)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
AT_ONCE = 100
Kind, State = Notice.Kind, Notice.State


def register() -> None:
    timed.register("notices", work)
    timed.register("notices_to_holders", gather_for_holders, every=timedelta(days=1))
    holdings.register(
        holdings.Holding(
            "reach",
            gettext_lazy("Where I want to hear of news"),
            lambda person: list(Reach.objects.filter(person=person).values("channel", "address")),
            forget=lambda person: Reach.objects.filter(person=person).delete(),
        )
    )


def work() -> str | None:
    """Gathers and sends; nothing where no way out is set up."""
    ways = gateways.channels()
    if not ways:
        return None
    Notice.objects.bulk_create([*for_senders(), *for_voters()], ignore_conflicts=True)
    sent = send_due(ways)
    return f"{sent} notices went out." if sent else None


def for_senders() -> Iterator[Notice]:
    unseen = Q(seen_at=None) | Q(seen_at__lt=F("news_at"))
    found = Report.objects.not_sensitive().filter(
        unseen, news_at__gte=timezone.now() - RECENT, sender__reach__isnull=False
    )
    for report in found:
        key = f"{Kind.SENDER}:{report.pk}:{report.news_at.isoformat()}"
        yield Notice(person_id=report.sender_id, report=report, kind=Kind.SENDER, key=key)


def for_voters() -> Iterator[Notice]:
    found = Vote.objects.with_answers().with_news().filter(voter__reach__isnull=False)
    recent = found.filter(answered_at__gte=timezone.now() - RECENT, report__sensitive=False)
    for vote in recent:
        key = f"{Kind.VOTER}:{vote.report_id}:{vote.answered_at.isoformat()}"
        yield Notice(person_id=vote.voter_id, report_id=vote.report_id, kind=Kind.VOTER, key=key)


def gather_for_holders() -> str | None:
    """Once a day, to each person who asked for it and has reports that wait."""
    if not gateways.channels():
        return None
    waiting = Report.objects.waiting().values("assigned_to")
    today = timezone.localdate().isoformat()
    found = Reach.objects.filter(person__in=waiting, person__is_active=True)
    notices = [
        Notice(person_id=reach.pk, kind=Kind.HOLDER, key=f"{Kind.HOLDER}:{today}")
        for reach in found
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return None


def send_due(ways: dict) -> int:
    """Sends what is due; returns how many went out. One that fails doesn't hold up others."""
    due = Notice.objects.filter(state=State.WAITING, next_at__lte=timezone.now())
    return sum(send(one, ways) for one in due.select_related("person__reach", "report")[:AT_ONCE])


def send(notice: Notice, ways: dict) -> bool:
    reach = getattr(notice.person, "reach", None)
    if reach is None or reach.channel not in ways or not is_needed(notice):
        return _end(notice, State.NOT_NEEDED)
    # Counted before it goes: a server that dies meanwhile tries again later, not at once.
    notice.next_at = timezone.now() + WAITS[min(notice.tries, len(WAITS) - 1)]
    notice.tries += 1
    notice.save(update_fields=["tries", "next_at"])
    try:
        with translation.override(notice.person.language):
            ways[reach.channel](reach.address, words(notice))
    except GatewayError as error:
        log.warning("Notice %s did not go out: %s.", notice.pk, error)
        if not error.passes or notice.tries >= len(WAITS):
            _end(notice, State.GIVEN_UP)
        return False
    _end(notice, State.SENT)
    return True


def _end(notice: Notice, state: str) -> bool:
    notice.state = state
    notice.save(update_fields=["state"])
    return False


def is_needed(notice: Notice) -> bool:
    """Whether it is still news: not read meanwhile, and not made sensitive."""
    report = notice.report
    if notice.kind == Kind.HOLDER:
        return Report.objects.waiting().filter(assigned_to=notice.person).exists()
    if report.sensitive:
        return False
    return notice.kind == Kind.VOTER or report.has_news


def words(notice: Notice) -> str:
    """In the active language: what kind of news, and where it stands."""
    if notice.kind == Kind.SENDER:
        said = _("There is news on your report %(code)s.") % {"code": notice.report.code}
        return f"{said} {address(notice.report.get_absolute_url())}"
    if notice.kind == Kind.VOTER:
        said = _("There is an answer where you said “here too”.")
        return f"{said} {address(reverse('feedback:mine'))}"
    waiting = Report.objects.waiting().filter(assigned_to=notice.person)
    number, late = waiting.count(), waiting.late().count()
    said = ngettext(
        "%(n)d report waits for you, %(late)d late.",
        "%(n)d reports wait for you, %(late)d late.",
        number,
    ) % {"n": number, "late": late}
    return f"{said} {address(reverse('feedback_desk'))}"


def address(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path
