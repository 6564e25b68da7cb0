"""The frame's own timed work: what has run out is thrown away."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from . import timed


def clear_sessions() -> str | None:
    """Removes sessions that have run out."""
    count, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"{count} sessions had run out." if count else None


def clear_sign_in_failures() -> str | None:
    """Forgets failed sign-ins of longer ago than the pause after which they no longer count."""
    from axes.models import AccessAttempt

    before = timezone.now() - settings.AXES_COOLOFF_TIME
    count, _ = AccessAttempt.objects.filter(attempt_time__lt=before).delete()
    return f"{count} failed sign-ins no longer count." if count else None


timed.register("clear_sessions", clear_sessions, every=timedelta(hours=1))
timed.register("clear_sign_in_failures", clear_sign_in_failures, every=timedelta(hours=1))
