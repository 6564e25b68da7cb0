"""A trainer notes the receipts that officers' phones showed; the results tell what has arrived."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes import noting
from quizzes.arrivals import in_order, of
from quizzes.hand_in_codes import code_of
from quizzes.models import Attempt, NotedReceipt, Quiz
from quizzes.starting import start
from sop_site.offline import by_hand, consenting, inbox

from .test_items import send

HOUR = timedelta(hours=1)
NOT_ARRIVED = "Handed in at the workshop, not yet arrived"


@pytest.fixture
def code(begun, officer):
    """The code that the officer's phone shows; its hand-in hasn't come yet."""
    send(officer, begun, "c", sequence=5)
    begun.hand_in_sequence = 9
    return code_of(begun)


def note(person, code, **more):
    return inbox.deliver(person, noting.KIND, {"code": code, **more})


def hand_in(officer, attempt, code):
    payload = {"attempt": attempt.uuid.hex, "sequence": 9, "code": code}
    assert inbox.deliver(officer, "quiz.hand_in", payload).status == "stored"


def results(as_, person, rest="attempts/"):
    path = f"/cms/quizzes/results/m2/{rest}"
    reply = as_(person).get(path, headers={"Accept-Language": "en"})
    return reply.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "{code}",
        " {small} ",
        "https://khumue.lsso.gov.la/lo/quizzes/receipt/?code={code}&attempt={attempt}",
        "http://192.168.1.5:8000/en/quizzes/receipt/{code}/",
    ],
)
def test_code_is_noted_as_typed_or_scanned(code, begun, trainer, typed):
    words = {"code": code, "small": code.lower().replace("-", " "), "attempt": begun.uuid.hex}

    outcome = note(trainer, typed.format(**words))

    kept = NotedReceipt.objects.get()
    assert (outcome.status, outcome.result) == ("stored", {"code": code})
    assert (kept.code, kept.noted_by) == (code, trainer)
    assert kept.attempt == (begun if "attempt=" in typed else None)


@pytest.mark.parametrize(
    "typed", [None, 7, "", "K7M", "<script>", "https://x.la/?code=no", ["K7M-2PAQX"], "K" * 9]
)
def test_what_is_no_code_is_refused(trainer, typed):
    assert note(trainer, typed).code == "bad_code"
    assert not NotedReceipt.objects.exists()


@pytest.mark.parametrize("role", ["officer", "observer"])
def test_others_note_no_receipts(code, role, request):
    assert note(request.getfixturevalue(role), code).code == "not_allowed"


def test_code_of_the_result_page_is_noted_as_well(code, begun, officer, trainer, as_):
    hand_in(officer, begun, code)
    begun.refresh_from_db()

    outcome = note(trainer, begun.receipt)

    kept = NotedReceipt.objects.get()
    assert (outcome.status, kept.code, kept.attempt) == ("stored", begun.receipt, begun)
    assert f"by {trainer.name}" in results(as_, trainer)
    assert NOT_ARRIVED not in results(as_, trainer)


def test_noted_twice_is_one_note(code, begun, trainer, coordinator):
    first = note(trainer, code, attempt=begun.uuid.hex)
    second = note(trainer, code)
    note(coordinator, code)

    assert first.result == second.result
    assert NotedReceipt.objects.filter(noted_by=trainer).count() == 1
    assert NotedReceipt.objects.count() == 2


def test_officer_and_quiz_stand_for_the_qr(code, begun, trainer):
    note(trainer, code, quiz="m2", officer="ls-officer")

    assert NotedReceipt.objects.get().attempt == begun


@pytest.mark.parametrize(
    "attempt", ["nonsense", 7, "c41079b4-3e62-4852-ae44-24b32929d458", None, "\x00"]
)
def test_unknown_attempt_is_passed_over(code, trainer, attempt):
    assert note(trainer, code, attempt=attempt, quiz="m2").status == "stored"

    kept = NotedReceipt.objects.get()
    assert (kept.attempt, kept.quiz.slug) == (None, "m2")


def test_attempt_of_another_province_is_not_named(code, begun, make_person):
    stranger = make_person("LS-FAR", "trainer", district="1601")

    note(stranger, code, attempt=begun.uuid.hex)

    assert NotedReceipt.objects.get().attempt is None


def test_results_show_what_only_the_receipt_tells(code, begun, officer, trainer, as_):
    note(trainer, code, attempt=begun.uuid.hex)
    before = results(as_, trainer)
    hand_in(officer, begun, code)
    after = results(as_, trainer)

    assert NOT_ARRIVED in before
    assert code in before
    assert officer.name in before
    assert NOT_ARRIVED not in after
    assert f"by {trainer.name}" in after


def test_province_sees_its_notes_and_others_dont(
    code, begun, trainer, coordinator, make_person, as_
):
    note(trainer, code, attempt=begun.uuid.hex)
    elsewhere = make_person("LS-FAR", "trainer", district="1601")

    assert code in results(as_, coordinator)
    assert code not in results(as_, elsewhere)


def test_attempt_handed_in_another_way_is_told(code, begun, officer, trainer, as_):
    note(trainer, code, attempt=begun.uuid.hex)
    inbox.deliver(officer, "quiz.hand_in", {"attempt": begun.uuid.hex, "sequence": 12})

    page = results(as_, trainer)

    assert "The attempt was handed in another way, not with this receipt." in page


def test_late_attempt_says_so(begun, officer, trainer, as_):
    now = timezone.now()
    Quiz.objects.filter(pk=begun.quiz_id).update(opens_at=now - 9 * HOUR, closes_at=now - HOUR)
    begun.refresh_from_db()
    hand_in(officer, begun, "")

    assert "late: it arrived after the close" in results(as_, trainer)


def test_late_answers_to_an_attempt_in_time_are_counted(begun, officer, trainer, as_):
    send(officer, begun, "c", sequence=5)
    hand_in(officer, begun, "")
    now = timezone.now()
    Attempt.objects.filter(pk=begun.pk).update(handed_in_at=now - 2 * HOUR)
    Quiz.objects.filter(pk=begun.quiz_id).update(opens_at=now - 9 * HOUR, closes_at=now - HOUR)

    assert "late: 1 answer arrived after the close" in results(as_, trainer)


def test_attempt_in_time_bears_no_mark(begun, officer, trainer, as_):
    hand_in(officer, begun, "")

    assert "in time" in results(as_, trainer)


@pytest.fixture
def brought(begun, officer, reviewer):
    """An answer and the hand-in, in a file that a reviewer took in."""
    key = begun.responses.get(position=1).question.key
    payloads = [
        ("quiz.answer", {"question": key, "sequence": 1, "response": "c"}),
        ("quiz.hand_in", {"sequence": 9}),
    ]
    items = [
        {
            "id": str(uuid.uuid4()),
            "kind": kind,
            "owner": officer.uid,
            "created_at": (timezone.now() - HOUR).isoformat(),
            "payload": payload | {"attempt": begun.uuid.hex},
        }
        for kind, payload in payloads
    ]
    content = json.dumps({"format": by_hand.FORMAT, "items": items}).encode()
    by_hand.bring(by_hand.read(content), importer=reviewer)
    return begun


def test_attempt_by_hand_waits_and_then_says_so(brought, officer, reviewer, trainer, as_):
    waits = results(as_, trainer)
    consenting.decide(trainer, [officer.pk], agreed=True, until=timezone.now())
    counts = results(as_, trainer)

    assert "Wait for a trainer's yes" in waits
    assert "2 items, brought by " + reviewer.name in waits
    assert "/cms/by-hand/" in waits
    assert "Wait for a trainer's yes" not in counts
    assert f"by hand: brought in a file by {reviewer.name}" in counts


@pytest.mark.parametrize("many", [1, 3])
def test_attempts_take_as_many_queries_however_many(
    make_quiz, make_person, trainer, as_, django_assert_num_queries, many
):
    quiz = make_quiz("m2", 2)
    for n in range(many):
        person = make_person(f"LS-Q{n}", "officer", district="0601")
        attempt = start(quiz, officer=person, language="lo")
        send(person, attempt, "c")
        hand_in(person, attempt, "K7M-2PAQX")
        note(trainer, "K7M-2PAQX")

    with django_assert_num_queries(7):
        found = of(in_order(quiz.attempts.handed_in().results_for(trainer)))
    assert len(found) == many


def test_form_notes_without_a_script(code, begun, officer, trainer, as_):
    client = as_(trainer)

    reply = client.post("/en/quizzes/receipt/", {"code": code, "attempt": begun.uuid.hex})
    page = client.get(reply.url).content.decode().replace("<wbr>", "")

    assert reply.url == f"/en/quizzes/receipt/{code}/"
    assert "Handed in at the workshop, not yet arrived. You noted it" in page
    assert officer.name in page


def test_wrong_code_stays_in_the_form(trainer, as_):
    reply = as_(trainer).post("/en/quizzes/receipt/", {"code": "K7M", "officer": "Keo"})

    page = reply.content.decode()
    assert reply.status_code == 422
    assert "The code that a phone shows has 8 characters." in page
    assert 'value="Keo"' in page


def test_scanned_address_fills_the_form(code, begun, trainer, as_):
    scanned = {"code": code, "attempt": begun.uuid.hex}

    page = as_(trainer).get("/en/quizzes/receipt/", scanned).content.decode()

    assert f'name="attempt" value="{begun.uuid.hex}"' in page
    assert f'value="{code}"' in page


def test_officer_sees_no_form_to_note(officer, as_):
    page = as_(officer).get("/en/quizzes/receipt/").content.decode()

    assert "data-outbox" not in page
    assert "data-scan" not in page.split('id="phone"')[0]


def test_replay_of_an_old_receipt_proves_nothing(code, begun, officer, trainer, as_, make_quiz):
    hand_in(officer, begun, code)
    newer = start(make_quiz("m4", 3, kind="assessed"), officer=officer, language="lo")
    payload = {"attempt": newer.uuid.hex, "sequence": 9, "code": code}

    assert inbox.deliver(officer, "quiz.hand_in", payload).status == "stored"

    page = as_(trainer).get(f"/en/quizzes/receipt/{code}/").content.decode()
    found = page.split('aria-label="What was found"')[1]
    assert found.count("It has arrived, but not with the same answers") == 1
    assert found.count("It has arrived, and the answers are those of this receipt.") == 1
