"""Whatever is issued, declared void, withdrawn and read in whatever order: one release holds at any
instant, or none while the SOP is withdrawn."""

from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_pages.content import Document, StepText
from sop_pages.models import SOP, Release, Retirement
from sop_pages.releases import Terms, Text, hash_of, issue
from sop_pages.retiring import Reason, declare_void, withdraw

FIRST = date(2026, 1, 5)
WHY = Reason("ຜິດ", "wrong")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["issue", "issue", "issue", "error", "withdraw"]),
        st.integers(0, 20),  # days until the next deed
        st.integers(-3, 30),  # the release's first day, from the day of the deed
        st.integers(0, 5),  # what it says; the same again makes none
    ),
    max_size=12,
)


def texts(n: int) -> dict[str, Text]:
    return {
        language: Text(
            Document("REG-09", language, f"{language} {n}", "register", steps=(StepText("a", "A"),))
        )
        for language in ("lo", "en")
    }


def noon(day: date):
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Asia/Vientiane"))


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(DEEDS)
def test_exactly_one_release_is_in_force_on_every_day(handbook, reviewer, deeds):
    # `handbook` sets up LSSO's approval, by which a reviewer may withdraw and declare void.
    with transaction.atomic():
        sop, frozen, day = SOP.objects.create(code="REG-09"), {}, FIRST
        with patch.object(timezone, "now", lambda: noon(day)):
            first = issue(sop.pk, texts(99), Terms())
            frozen[first.pk] = first.sha256
            for deed, wait, ahead, n in deeds:
                day += timedelta(days=wait)
                try_deed(sop, deed, reviewer, day + timedelta(days=ahead), n)
                frozen |= {r.pk: r.sha256 for r in sop.releases.all() if r.pk not in frozen}
        check(sop, frozen)
        transaction.set_rollback(True)


def try_deed(sop, deed: str, reviewer, first: date, n: int) -> None:
    """What can't be is refused, and leaves everything as it was."""
    try:
        with transaction.atomic():
            if deed == "issue":
                issue(sop.pk, texts(n), Terms(effective_from=first))
            elif deed == "withdraw":
                withdraw(sop, actor=reviewer, reason=WHY, holds_from=first)
            else:
                last = sop.releases.standing().in_order().first()
                declare_void(last, actor=reviewer, reason=WHY)
    except ValidationError:
        pass


def ended(release: Release, day: date) -> bool:
    """Whether an act on its SOP since it was issued holds by this day."""
    acts = Retirement.objects.exclude(act="error").filter(sop=release.sop_id)
    return any(act.holds_from <= day and act.release_id >= release.pk for act in acts)


def check(sop, frozen: dict) -> None:
    standing = list(sop.releases.standing().in_order())
    day = FIRST
    while day < FIRST + timedelta(days=300):
        holding = Release.objects.in_force("REG-09", day)
        due = [release for release in standing if release.effective_from <= day]
        due = [release for release in due if not ended(release, day)]
        assert holding == (due[0] if due else None)
        assert bool(due) is not Retirement.objects.on(day).filter(sop=sop).exists()
        if holding is None:
            day += timedelta(days=7)
            continue
        # As reckoned the other way: no later one that stands has begun.
        assert [r for r in due if r.effective_from > holding.effective_from] == []
        day += timedelta(days=7)
    assert Release.objects.in_force("REG-09", FIRST - timedelta(days=1)) is None
    for release in sop.releases.all():
        kept = {text.language: Text(text.document()) for text in release.texts.all()}
        assert release.sha256 == frozen[release.pk] == hash_of(kept)
