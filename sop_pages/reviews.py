"""Review dates of SOPs: who is asked to look again, reminded when, and “no change”."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sop_site.officers import audit, roles
from sop_site.officers.models import User

from .models import SOP, Review, ReviewPlan, ReviewReminder
from .models.approval import decides
from .work import WorkItem

log = logging.getLogger(__name__)

BEFORE = (60, 30, 7)  # days
MOST_YEARS = 5
UNCHANGED, PLANNED = "review.unchanged", "review.planned"
DEEDS = {
    UNCHANGED: gettext_lazy("SOP reviewed, no change"),
    PLANNED: gettext_lazy("Owner or review date of an SOP set"),
}


class BadDay(Exception):
    """A sentence on why a day can't be the next review's."""


def responsible(plan: ReviewPlan) -> list[User]:
    """Whom a review waits for: its owner; where there is none or who left, LSSO's leads, else its
    reviewers. At most two queries beside the owner's roles."""
    if plan.owner_is_there:
        return [plan.owner]
    active = User.objects.filter(is_active=True)
    for role in (roles.LEAD, roles.REVIEWER):
        if people := list(active.filter(groups__name=role).order_by("pk")):
            return people
    return []


def may_review(plan: ReviewPlan | None, person) -> bool:
    """LSSO, and the owner."""
    owns = plan is not None and plan.owner_id == person.pk and plan.owner_is_there
    return owns or decides(person)


@transaction.atomic
def set_plan(sop: SOP, *, actor, owner: User | None, review_on: date | None) -> ReviewPlan:
    plan, _made = ReviewPlan.objects.update_or_create(
        sop=sop, defaults={"owner": owner, "review_on": review_on}
    )
    day = review_on.isoformat() if review_on else None
    audit.record(actor, PLANNED, sop, owner=owner.pk if owner else None, review_on=day)
    return plan


@transaction.atomic
def no_change(sop: SOP, *, actor, next_on: date, note: str = "") -> Review:
    """Notes that `actor` read the SOP and nothing is to be changed; the next day is `next_on`.

    Raises BadDay for a day that isn't to come, or is years away.
    """
    today = timezone.localdate()
    if next_on <= today:
        raise BadDay(_("Choose a day after today."))
    if next_on > today + timedelta(days=366 * MOST_YEARS):
        raise BadDay(_("Choose a day within five years."))
    plan, _made = ReviewPlan.objects.select_for_update().get_or_create(sop=sop)
    review = Review.objects.create(
        sop=sop, reader=actor, due_on=plan.review_on, next_on=next_on, note=note[:300]
    )
    plan.review_on = next_on
    plan.save(update_fields=["review_on"])
    audit.record(actor, UNCHANGED, sop, next_on=next_on.isoformat())
    return review


def due_for(person) -> Iterator[WorkItem]:
    """The reviews that wait for this person, within 60 days; for LSSO also all that are late, and
    how many SOPs have no day. A constant number of queries for the rows, but for who left."""
    today = timezone.localdate()
    lsso = decides(person)
    plans = ReviewPlan.objects.read().due_by(today + timedelta(days=BEFORE[0]))
    heir = None
    for plan in plans.select_related("sop", "owner").prefetch_related("owner__groups"):
        late = plan.review_on < today
        if plan.owner_is_there:
            mine = plan.owner_id == person.pk
        else:
            heir = responsible(plan) if heir is None else heir
            mine = person in heir
        if mine or (late and lsso):
            yield _item(plan, late)
    without = SOP.objects.filter(pages__live=True, review_plan__review_on=None).distinct().count()
    if lsso and without:
        yield WorkItem(
            group=_("Reviews due"),
            label=_("SOPs without a review date: %(n)d") % {"n": without},
            url=reverse("sop_reviews"),
        )


def _item(plan: ReviewPlan, late: bool) -> WorkItem:
    day = date_format(plan.review_on)
    owner = plan.owner.name if plan.owner else ""
    if owner and not plan.owner_is_there:
        owner = _("%(name)s has left") % {"name": owner}
    said = (_("late since %(day)s") if late else _("by %(day)s")) % {"day": day}
    return WorkItem(
        group=_("Reviews due"),
        label=plan.sop.code,
        url=reverse("sop_review", args=[plan.sop_id]),
        more=" – ".join(filter(None, [said, owner])),
        due=plan.review_on,
        late=late,
    )


def remind() -> str | None:
    """The timed deed: notes each reminder once, and mails it where there is an address and a mail
    server; a mail that didn't leave is tried again. After a pause only the nearest is sent."""
    today = timezone.localdate()
    plans = ReviewPlan.objects.read().due_by(today + timedelta(days=BEFORE[0]))
    mailed = 0
    for plan in plans.filter(review_on__gte=today).select_related("sop", "owner"):
        left = (plan.review_on - today).days
        days = min(before for before in BEFORE if before >= left)
        note, _made = ReviewReminder.objects.get_or_create(
            plan=plan, review_on=plan.review_on, days=days
        )
        if note.mailed_at is None and settings.EMAIL_HOST:
            mailed += _mail(note)
    return f"{mailed} reminders mailed" if mailed else None


def _mail(note: ReviewReminder) -> int:
    """Mails one reminder to all whom it concerns; how many. A failure is logged, not raised."""
    people = [person for person in responsible(note.plan) if person.email]
    if not people:
        return 0
    try:
        for person in people:
            with override(person.language):
                send_mail(*_words(note.plan), None, [person.email])
    except OSError as error:  # smtplib's and the network's
        log.warning("Reminder %s was not mailed: %s.", note.pk, type(error).__name__)
        return 0
    note.mailed_at = timezone.now()
    note.save(update_fields=["mailed_at"])
    return len(people)


def _words(plan: ReviewPlan) -> tuple[str, str]:
    told = {
        "code": plan.sop.code,
        "day": date_format(plan.review_on),
        "address": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('sop_review', args=[plan.sop_id])}",
    }
    subject = _("%(code)s: please look at it again by %(day)s") % told
    body = _(
        "%(code)s is to be looked at again by %(day)s.\n"
        "If nothing is to be changed, say so here: %(address)s\n"
        "Else change the text in the CMS and send it for approval."
    )
    return subject, body % told
