"""Read and acknowledge: who is asked, what answers it, what a person's word may say."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sop_pages import acknowledging
from sop_pages.acknowledging import KIND, owed
from sop_pages.models import Acknowledgement, Release
from sop_pages.retiring import Reason, declare_void
from sop_pages.tests.test_releases import TODAY, approve, edit, later
from sop_site.officers import roles
from sop_site.offline import inbox

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def first(published):
    return Release.objects.get()


@pytest.fixture
def ask(reviewer):
    def asked(release, *, held=(roles.OFFICER,), days=7, **places):
        due = max(TODAY(), release.effective_from) + timedelta(days=days)
        return acknowledging.ask(release, actor=reviewer, roles=held, due=due, **places)

    return asked


def confirm(person, number="1.0", language="lo", **more):
    payload = {"sop": "REG-07", "release": number, "language": language} | more
    return inbox.deliver(person, KIND, payload, item_id=uuid4())


def codes(person):
    return [one.code for one in owed(person)]


def test_person_of_the_role_owes_until_confirming(first, ask, officer, trainer):
    ask(first)

    assert (codes(officer), codes(trainer)) == (["REG-07"], [])
    assert confirm(officer).result == {"sop": "REG-07", "release": "1.0", "state": "confirmed"}
    assert codes(officer) == []


def test_word_holds_release_language_and_what_was_compared(
    first, officer, published, trainer, reviewer
):
    approve(edit(published["lo"], trainer), reviewer)

    outcome = confirm(officer, "1.1", "en", since="1.0")

    word = Acknowledgement.objects.get()
    assert (word.release.number, word.language, word.compared_with) == ("1.1", "en", first)
    assert (word.item, word.time_trust) == (outcome.id, "server")


@pytest.mark.parametrize(
    ("where", "asked"),
    [
        ({"provinces": ["06"]}, (True, False)),
        ({"districts": ["1601"]}, (False, True)),
        ({"provinces": ["06"], "districts": ["1601"]}, (True, True)),
        ({"provinces": ["16"]}, (False, True)),
    ],
)
def test_only_people_of_the_places_are_asked(first, ask, officer, officer_elsewhere, where, asked):
    request = ask(first, **where)

    assert (bool(codes(officer)), bool(codes(officer_elsewhere))) == asked
    assert set(request.people()) == {
        person
        for person, is_asked in zip((officer, officer_elsewhere), asked, strict=True)
        if is_asked
    }


def test_person_who_moves_is_asked_by_the_new_place(first, ask, officer, places):
    request = ask(first, provinces=["16"])
    officer.district = places["1601"]
    officer.save()

    assert codes(officer) == ["REG-07"]
    assert list(request.people()) == [officer]


def test_person_without_a_place_is_asked_only_of_everywhere(first, ask, make_person):
    nowhere = make_person("LS-NOWHERE", roles.OFFICER)

    ask(first, provinces=["06"])
    assert codes(nowhere) == []

    ask(first)
    assert codes(nowhere) == ["REG-07"]


def test_person_of_two_roles_counts_once(first, ask, make_person):
    both = make_person("LS-BOTH", roles.OFFICER, roles.COORDINATOR, district="0601")

    request = ask(first, held=(roles.OFFICER, roles.COORDINATOR))

    assert list(request.people().filter(pk=both.pk)) == [both]
    assert codes(both) == ["REG-07"]


def test_minor_change_keeps_old_words_and_asks_nobody(
    first, ask, officer, colleague, published, trainer, reviewer
):
    ask(first)
    confirm(officer)
    minor = approve(edit(published["lo"], trainer), reviewer, meaning_unchanged=True)

    assert (codes(officer), codes(colleague)) == ([], ["REG-07"])
    with pytest.raises(ValidationError, match="meaning is unchanged"):
        ask(minor)
    confirm(colleague, "1.1")
    assert codes(colleague) == []


def test_nobody_is_asked_before_the_day(first, ask, officer, published, trainer, reviewer, at):
    release = approve(edit(published["lo"], trainer), reviewer, effective_from=later(30))
    ask(release)

    assert codes(officer) == []
    outcome = confirm(officer, "1.1")
    assert (outcome.status, outcome.code) == ("rejected", "too_early")
    with at(later(30)):
        assert codes(officer) == ["REG-07"]


def test_later_word_answers_for_an_earlier_release(
    first, ask, officer, published, trainer, reviewer
):
    ask(first)
    approve(edit(published["lo"], trainer), reviewer)

    confirm(officer, "1.1")

    assert codes(officer) == []


def test_earlier_word_leaves_the_later_release_owed(
    first, ask, officer, published, trainer, reviewer
):
    ask(approve(edit(published["lo"], trainer), reviewer))

    assert confirm(officer, "1.0").result["state"] == "newer"
    assert codes(officer) == ["REG-07"]


def test_release_taken_back_asks_and_counts_no_more(
    first, ask, officer, published, trainer, reviewer
):
    ask(first)
    wrong = approve(edit(published["lo"], trainer), reviewer)
    ask(wrong)
    confirm(officer, "1.1")

    declare_void(wrong, actor=reviewer, reason=Reason("x", "x"))

    assert codes(officer) == ["REG-07"]
    assert confirm(officer, "1.1").is_kept


def test_second_word_is_the_first_one(first, officer):
    confirm(officer, language="lo")
    confirm(officer, language="en")

    assert Acknowledgement.objects.get().language == "lo"


def test_word_that_nobody_asked_for_is_kept(first, officer):
    assert confirm(officer).result["state"] == "confirmed"
    assert Acknowledgement.objects.get().person == officer


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"sop": "REG-07", "release": "9.9", "language": "lo"}, "unknown_release"),
        ({"sop": "XXX-99", "release": "1.0", "language": "lo"}, "unknown_release"),
        ({"sop": "REG-07", "release": "٣.0", "language": "lo"}, "unknown_release"),
        ({"sop": "REG-07", "language": "lo"}, "unknown_release"),
        ({"sop": ["REG-07"], "release": "1.0", "language": "lo"}, "bad_type"),
        ({"sop": "REG-07", "release": "1" * 60, "language": "lo"}, "bad_type"),
        ({"sop": "REG-07", "release": "1.0", "language": "fr"}, "bad_language"),
        ({"sop": "REG-07", "release": "1.0"}, "bad_language"),
        ({}, "unknown_release"),
    ],
)
def test_broken_word_is_refused(first, officer, payload, code):
    outcome = inbox.deliver(officer, KIND, payload)

    assert (outcome.status, outcome.code) == ("rejected", code)
    assert not Acknowledgement.objects.exists()


def test_closed_sop_is_unknown_to_outsiders(first, officer, trainer, published):
    from django.contrib.auth.models import Group
    from wagtail.models import PageViewRestriction

    for page in published.values():
        closed = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        closed.groups.add(Group.objects.get(name=roles.TRAINER))

    assert confirm(officer).code == "unknown_release"
    assert confirm(trainer).is_kept


def test_asking_again_takes_the_place_of_the_old_terms(first, ask, officer, officer_elsewhere):
    ask(first)
    ask(first, provinces=["16"])

    assert (codes(officer), codes(officer_elsewhere)) == ([], ["REG-07"])


def test_request_without_roles_or_with_a_past_day_is_refused(first, ask, reviewer):
    with pytest.raises(ValidationError, match="who is asked"):
        ask(first, held=())
    with pytest.raises(ValidationError, match="before"):
        ask(first, days=-1)


def test_ask_for_a_release_that_was_replaced_is_refused(first, ask, published, trainer, reviewer):
    approve(edit(published["lo"], trainer), reviewer)

    with pytest.raises(ValidationError, match="later release"):
        ask(first)


def test_word_from_a_phone_keeps_the_phones_time(first, officer):
    tapped = timezone.now() - timedelta(hours=5)
    times = inbox.Times(claimed_at=tapped, skew=0.0, trust="phone")

    payload = {"sop": "REG-07", "release": "1.0", "language": "lo"}
    inbox.deliver(officer, KIND, payload, times=times)

    word = Acknowledgement.objects.get()
    assert (word.confirmed_at, word.time_trust) == (tapped, "phone")


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_owed_takes_two_queries(
    handbook, write_file, ask, officer, django_assert_num_queries, count
):
    from sop_pages.files.importing import import_files

    for number in range(count):
        import_files([write_file("lo", code=f"REG-1{number}")], publish=True)
    for release in Release.objects.all():
        ask(release)

    with django_assert_num_queries(2):
        assert len(owed(officer)) == count
