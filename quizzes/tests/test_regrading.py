"""A wrong key is corrected and the answers are marked anew: a trial, a reason, a record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from quizzes.models import Attempt, Question, Regrade, RegradedAttempt, RegradedResponse
from quizzes.regrading import by_attempt, fingerprint, proposals, regrade
from quizzes.starting import start
from quizzes.writing import write
from sop_site.officers.models import AuditEntry

from .conftest import single_content
from .test_items import hand_in, send


@pytest.fixture
def quiz(make_quiz):
    return make_quiz("m2", 4, kind="assessed", pass_mark=75, shuffle_questions=False)


@pytest.fixture
def taken(quiz, make_person):
    """taken("u1", "ccca"): an attempt of a new officer with these options chosen, handed in."""

    def take(who, options, district="1601"):
        officer = make_person(f"LS-{who}", "officer", district=district)
        attempt = start(quiz, officer=officer, language="lo")
        for response, option in zip(attempt.responses.all(), options, strict=True):
            send(officer, attempt, option, position=response.position)
        hand_in(officer, attempt)
        return Attempt.objects.get(pk=attempt.pk)

    return take


def correct(key="m2-04", right="a", keys="abcd"):
    """What the trainer does in the bank: the next version of the question has another key."""
    return write(Question.objects.get(key=key), single_content(key, right=right, keys=keys))


def dry(quiz):
    return by_attempt(proposals(quiz))


def do(quiz, actor, reason="The key named the wrong option.", keys=("m2-04",)):
    return regrade(quiz, keys, actor=actor, reason=reason, seen=fingerprint(dry(quiz)))


def now(attempt):
    found = Attempt.objects.get(pk=attempt.pk)
    return int(found.mark), found.passed


def test_trial_tells_and_changes_nothing(quiz, taken):
    passes, fails, same = taken("u1", "ccaa"), taken("u2", "cccc"), taken("u3", "aaab")
    assert [now(one) for one in (passes, fails, same)] == [(2, False), (4, True), (0, False)]
    correct()

    (proposal,) = proposals(quiz)
    rows = {row.attempt.pk: row for row in dry(quiz)}

    assert (proposal.question.key, proposal.better, proposal.worse) == ("m2-04", 1, 1)
    assert set(rows) == {passes.pk, fails.pk}
    first = rows[passes.pk]
    assert (first.old_passed, first.new_passed, int(first.new_mark)) == (False, True, 3)
    assert [now(one) for one in (passes, fails, same)] == [(2, False), (4, True), (0, False)]


def test_one_goes_from_fail_to_pass_and_all_of_it_is_kept(quiz, taken, trainer):
    passes = taken("u1", "ccaa")
    version = correct()

    act = do(quiz, trainer)

    assert now(passes) == (3, True)
    row = RegradedAttempt.objects.get(regrade=act)
    assert (int(row.old_mark), int(row.new_mark)) == (2, 3)
    assert (row.old_passed, row.new_passed) == (False, True)
    one = RegradedResponse.objects.get(regrade=act)
    assert (one.old_version.number, one.new_version) == (1, version)
    assert (int(one.old_mark), int(one.new_mark)) == (0, 1)
    entry = AuditEntry.objects.filter(deed="quiz.regraded").get()
    assert entry.facts == {"regrade": act.pk, "attempts": 1}
    response = passes.responses.get(question__key="m2-04")
    assert (response.version.number, response.key_version) == (1, version)


def test_twice_is_once(quiz, taken, trainer):
    taken("u1", "ccaa")
    correct()
    do(quiz, trainer)

    assert proposals(quiz) == []
    with pytest.raises(ValidationError):
        do(quiz, trainer)
    assert Regrade.objects.count() == 1


def test_key_corrected_once_more_starts_from_the_last_marks(quiz, taken, trainer):
    passes = taken("u1", "ccaa")
    correct()
    do(quiz, trainer)
    write(Question.objects.get(key="m2-04"), single_content("m2-04", right="b"))
    start(quiz, officer=trainer, language="lo")  # somebody is asked it, so that the next is new
    correct(right="d")

    act = do(quiz, trainer, reason="Wrong again.")

    assert now(passes) == (2, False)
    assert RegradedResponse.objects.get(regrade=act).old_version.number == 2


def test_late_answer_is_marked_by_the_corrected_key(quiz, make_person, trainer):
    officer = make_person("LS-LATE", "officer", district="1601")
    attempt = start(quiz, officer=officer, language="lo")
    for position, option in zip(
        attempt.responses.values_list("position", flat=True), "ccaa", strict=True
    ):
        send(officer, attempt, option, position=position)
    hand_in(officer, attempt)
    correct()
    do(quiz, trainer)

    positions = list(attempt.responses.values_list("position", flat=True))
    send(officer, attempt, "c", sequence=3, position=positions[2])

    assert now(attempt) == (4, True)


def test_answer_that_the_new_version_doesnt_know_keeps_its_mark(quiz, taken, trainer):
    chosen = taken("u1", "cccd")
    taken("u2", "cccc")
    correct(right="a", keys="abc")

    (proposal,) = proposals(quiz)

    assert (proposal.unfit, proposal.worse) == (1, 1)
    do(quiz, trainer)
    assert now(chosen) == (3, True)


def test_only_chosen_questions_are_regraded(quiz, taken, trainer):
    one = taken("u1", "ccaa")
    correct("m2-03")
    correct("m2-04")
    chosen = [p for p in proposals(quiz) if p.question.key == "m2-03"]

    regrade(quiz, ["m2-03"], actor=trainer, reason="x", seen=fingerprint(by_attempt(chosen)))

    assert now(one) == (3, True)
    assert [p.question.key for p in proposals(quiz)] == ["m2-04"]


def test_answer_that_came_in_between_stops_it(quiz, taken, trainer, officer):
    taken("u1", "ccaa")
    begun = start(quiz, officer=officer, language="lo")
    last = begun.responses.get(question__key="m2-04")
    send(officer, begun, "a", position=last.position)
    correct()
    seen = fingerprint(dry(quiz))
    hand_in(officer, begun)

    with pytest.raises(ValidationError):
        regrade(quiz, ["m2-04"], actor=trainer, reason="x", seen=seen)

    assert Regrade.objects.count() == 0


def test_no_reason_no_regrade(quiz, taken, trainer):
    taken("u1", "ccaa")
    correct()

    with pytest.raises(ValidationError):
        do(quiz, trainer, reason=" ")


@pytest.mark.parametrize("model", [Regrade, RegradedResponse, RegradedAttempt])
def test_database_keeps_what_was_done(quiz, taken, trainer, model):
    taken("u1", "ccaa")
    correct()
    do(quiz, trainer)
    rows = model.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**({"reason": "x"} if model is Regrade else {"new_mark": 1}))


class TestPage:
    def address(self, quiz):
        return reverse("quiz_regrade", args=[quiz.slug])

    def test_trainer_tries_then_does(self, quiz, taken, trainer, as_):
        officer = taken("u1", "ccaa", district=f"{trainer.province_id}01").officer
        correct()
        client = as_(trainer)

        shown = client.get(self.address(quiz))
        assert (shown.context["count"], shown.context["to_pass"]) == (1, 1)
        assert officer.name in shown.content.decode()
        done = client.post(
            self.address(quiz),
            {"question": "m2-04", "seen": shown.context["fingerprint"], "reason": "ຄຳຕອບຜິດ"},
            follow=True,
        )

        assert done.status_code == 200
        assert "ຄຳຕອບຜິດ" in done.content.decode()
        assert Regrade.objects.get().actor == trainer

    def test_missing_reason_is_said_and_nothing_is_done(self, quiz, taken, trainer, as_):
        taken("u1", "ccaa")
        correct()
        client = as_(trainer)
        seen = client.get(self.address(quiz)).context["fingerprint"]

        said = client.post(self.address(quiz), {"question": "m2-04", "seen": seen, "reason": " "})

        assert said.status_code == 422
        assert said.context["fault"]
        assert Regrade.objects.count() == 0

    def test_reviewer_looks_but_does_not(self, quiz, taken, reviewer, as_):
        taken("u1", "ccaa")
        correct()
        client = as_(reviewer)

        shown = client.get(self.address(quiz))
        assert shown.status_code == 200
        refused = client.post(
            self.address(quiz),
            {"question": "m2-04", "seen": shown.context["fingerprint"], "reason": "x"},
        )

        assert refused.status_code in (302, 403)
        assert Regrade.objects.count() == 0

    def test_names_of_other_provinces_stay_hidden(self, quiz, taken, trainer, as_):
        other = "0601" if trainer.province_id != "06" else "1601"
        stranger = taken("u1", "ccaa", district=other).officer
        correct()

        shown = as_(trainer).get(self.address(quiz))

        assert shown.context["count"] == 1
        assert stranger.name not in shown.content.decode()

    def test_officer_reads_the_corrected_answer(self, quiz, taken, trainer, as_):
        attempt = taken("u1", "cccc")
        correct()
        do(quiz, trainer)

        page = as_(attempt.officer).get(reverse("quizzes:result", args=[quiz.slug, attempt.uuid]))

        states = [entry.state for entry in page.context["looked"]]
        assert states.count("wrong") == 1
