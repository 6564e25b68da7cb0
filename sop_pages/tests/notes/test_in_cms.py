"""The list and the page of notes in the CMS."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from sop_pages.models import LocalNote

from .conftest import TEXT

LIST = "/cms/notes/"


@pytest.fixture
def desk(as_, speaks):
    """A person at a desk, in English."""

    def opened(person):
        speaks(person, "en")
        return as_(person)

    return opened


def text(response) -> str:
    return " ".join(response.content.decode().split())


def until(days=90) -> str:
    return (localdate() + timedelta(days=days)).isoformat()


def test_list_holds_the_notes_of_the_own_places(
    desk, proposed, officer, officer_elsewhere, coordinator, reviewer
):
    proposed(officer)
    proposed(officer_elsewhere, text="By boat.")

    mine, all_of_them = (text(desk(person).get(LIST)) for person in (coordinator, reviewer))

    assert (TEXT in mine, "By boat." in mine) == (True, False)
    assert (TEXT in all_of_them, "By boat." in all_of_them) == (True, True)


@pytest.mark.parametrize(
    ("state", "there"),
    [
        ("work", {"Waits"}),
        ("shown", {"Stands"}),
        ("over", {"Over"}),
        ("all", {"Waits", "Stands", "Over"}),
        ("nonsense", {"Waits"}),
    ],
)
def test_list_is_filtered_by_state(desk, proposed, approved, officer, reviewer, state, there):
    proposed(officer, text="Waits")
    approved(officer, text="Stands")
    LocalNote.objects.filter(pk=proposed(officer, text="Over").pk).update(
        state="refused", reason="x"
    )

    page = text(desk(reviewer).get(LIST, {"state": state}))

    assert {word for word in ("Waits", "Stands", "Over") if f">{word}</a>" in page} == there


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_more_notes(
    desk, proposed, officer, reviewer, django_assert_max_num_queries, count
):
    for number in range(count):
        proposed(officer, text=f"Note {number}")
    at_desk = desk(reviewer)
    at_desk.get(LIST)

    with django_assert_max_num_queries(14):
        at_desk.get(LIST)


def test_coordinator_approves_beside_the_step(desk, proposed, officer, coordinator):
    note, at_desk = proposed(officer), desk(coordinator)
    page = text(at_desk.get(f"{LIST}{note.pk}/"))

    answer = at_desk.post(f"{LIST}{note.pk}/", {"deed": "approve", "until": until()}, follow=True)

    assert "Ask the person. The rate is {vol_rate} percent." in page
    assert "Approved: officers of the place see it" in text(answer)
    assert LocalNote.objects.get().owner == coordinator


def test_refusal_without_a_reason_comes_back(desk, proposed, officer, coordinator):
    note, at_desk = proposed(officer), desk(coordinator)

    answer = at_desk.post(f"{LIST}{note.pk}/", {"deed": "refuse", "reason": " "})

    assert answer.status_code == 422
    assert "This field is required." in text(answer)
    at_desk.post(f"{LIST}{note.pk}/", {"deed": "refuse", "reason": "No."})
    assert LocalNote.objects.get().reason == "No."


@pytest.mark.parametrize("day", ["2026-02-31", "1999-01-01", "2999-01-01", ""])
def test_day_that_cannot_be_is_said_at_its_field(desk, proposed, officer, coordinator, day):
    note = proposed(officer)

    answer = desk(coordinator).post(f"{LIST}{note.pk}/", {"deed": "approve", "until": day})

    assert answer.status_code == 422
    assert 'class="error-message' in answer.content.decode()
    assert LocalNote.objects.get().state == "proposed"


def test_deed_that_the_state_does_not_allow_is_refused(desk, approved, officer, coordinator):
    note = approved(officer)

    desk(coordinator).post(f"{LIST}{note.pk}/", {"deed": "refuse", "reason": "x"})

    assert LocalNote.objects.get().state == "approved"


def test_number_of_a_person_is_pointed_out(desk, proposed, officer, coordinator):
    note = proposed(officer, text="Call Mr. Somsak, 020 5555 1234.")

    page = text(desk(coordinator).get(f"{LIST}{note.pk}/"))

    assert "<b>020 5555 1234</b>" in page
    assert "<b>Mr. Somsak</b>" in page


def test_log_stands_on_the_page_with_names(desk, approved, officer, coordinator):
    page = text(desk(coordinator).get(f"{LIST}{approved(officer).pk}/"))

    assert "proposed – ທ້າວ LS-OFFICER" in page
    assert "approved – ທ້າວ LS-COORDINATOR" in page
