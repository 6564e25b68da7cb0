"""Two people who approve at the same moment; SQLite or PostgreSQL, each thread its connection."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from sop_pages import approvals
from sop_pages.models import Release, RenderedSOP, SOPPage
from sop_pages.releases import Terms

from .conftest import REFUSALS
from .test_releases import edit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_english"),
]


def approval(page, actor, note: str, **terms):
    """What approves this page's draft alone, as `actor` has read it by now."""
    draft = approvals.submitted(SOPPage.objects.get(pk=page.pk))
    terms = Terms(way="approval", note_lo=note, note_en=note, behind=("en",), **terms)

    def deed():
        approvals.approve([draft], actor=actor, terms=terms, seen=[draft.revision.pk])
        return note

    return deed


def in_force(day) -> Release:
    return Release.objects.in_force("REG-07", day)


def test_same_draft_is_approved_once(published, trainer, reviewer, lead, both_at_once):
    page = edit(published["lo"], trainer)

    said = both_at_once([approval(page, reviewer, "one"), approval(page, lead, "two")])

    assert sorted(isinstance(one, REFUSALS) for one in said) == [False, True]
    issued = Release.objects.get(way="approval")
    assert issued.note_en == next(one for one in said if isinstance(one, str))
    assert in_force(localdate()) == issued


def test_each_language_by_another_person_is_a_release_each(
    published, trainer, reviewer, lead, both_at_once
):
    lao = edit(published["lo"], trainer)
    english = edit(published["en"], trainer, "Ask clearly")

    said = both_at_once([approval(lao, reviewer, "lao"), approval(english, lead, "english")])

    assert said == ["lao", "english"]
    numbers = [release.number for release in Release.objects.in_order()]
    assert numbers == ["1.2", "1.1", "1.0"]
    last = in_force(localdate())
    assert last.number == "1.2"
    titles = {text.language: text.document().steps[0].title for text in last.texts.all()}
    assert titles == {"lo": "ຖາມໃຫ້ຊັດເຈນ", "en": "Ask clearly"}
    assert set(RenderedSOP.objects.values_list("number", flat=True)) == {"1.2"}


def test_today_and_tomorrow_at_once_leave_one_in_force_on_each_day(
    published, trainer, reviewer, lead, both_at_once
):
    tomorrow = localdate() + timedelta(days=1)
    lao = edit(published["lo"], trainer)
    english = edit(published["en"], trainer, "Ask clearly")

    both_at_once([
        approval(lao, reviewer, "tomorrow", effective_from=tomorrow),
        approval(english, lead, "today"),
    ])  # fmt: skip

    # Whoever comes second is refused where their day would lie before the other's.
    standing = list(Release.objects.standing().in_order())
    days = [release.effective_from for release in standing]
    assert days == sorted(days, reverse=True)
    assert in_force(tomorrow) == standing[0]
    assert in_force(localdate()) in standing
    assert standing[0].note_en == "tomorrow"
