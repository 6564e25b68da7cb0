"""What stays unanswered rises: to the leads' first page, then once a week to LSSO's head."""

from datetime import date, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_site import timed

from . import working_days
from .models import Report

WEEK = timedelta(days=7)


def risen(reports=None):
    """Those that have been late for settings.LATE_RISES_AFTER working days and more."""
    reports = Report.objects.all() if reports is None else reports
    return reports.waiting().filter(due__lt=rises_before())


def rises_before() -> date:
    """What was due before this day has been late for too long; one query."""
    return working_days.calendar().add(timezone.localdate(), -settings.LATE_RISES_AFTER)


def tell_the_head() -> str | None:
    """A mail with numbers only, to settings.FEEDBACK_HEAD_EMAIL; sensitive reports aren't in it."""
    if not settings.FEEDBACK_HEAD_EMAIL:
        return None
    late = Report.objects.not_sensitive().late()
    count = late.count()
    if not count:
        return None
    oldest = late.aggregate(oldest=Min("due"))["oldest"]
    words = []
    for language in ("lo", "en"):
        with translation.override(language):
            words.append(letter(count, oldest))
    subject = " / ".join(said.split("\n", 1)[0] for said in words)
    send_mail(subject, "\n\n".join(words), None, [settings.FEEDBACK_HEAD_EMAIL])
    return f"LSSO's head was told of {count} late reports."


def letter(count: int, oldest) -> str:
    said = ngettext(
        "%(n)d report is late for an answer.", "%(n)d reports are late for an answer.", count
    )
    since = _("The oldest was due on %(date)s.") % {"date": f"{oldest:%d/%m/%Y}"}
    return "\n".join((said % {"n": count}, since, address()))


def address() -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('feedback_desk')}?state=late"


def register() -> None:
    timed.register("late_reports_to_the_head", tell_the_head, every=WEEK)
