"""What trainers, coordinators and reviewers see of results, and what they don't."""

import pytest
from django.utils import timezone
from django.utils.translation import override
from wagtail.users.models import UserProfile

from quizzes.evidence import wrong_answers
from quizzes.models import Attempt
from quizzes.starting import start
from sop_pages import evidence, home
from sop_site.officers.models import AuditEntry

from .test_taking import give


def take(client, person, quiz, answer):
    """One whole attempt with the same answer to each question."""
    attempt = start(quiz, officer=person, language="en")
    for position in range(1, attempt.responses.count() + 1):
        give(client, attempt, position, answer)
    client.post(f"/en/quizzes/{quiz.slug}/{attempt.uuid}/hand-in/")
    return attempt


def handed_in(quiz, person) -> Attempt:
    """A row as an attempt without answers leaves it, made without the way there."""
    now = timezone.now()
    return Attempt.objects.create(
        quiz=quiz,
        officer=person,
        district=person.district,
        number=1,
        state="handed_in",
        seed=1,
        pass_mark=80,
        started_at=now,
        handed_in_at=now,
        mark=0,
        out_of=2,
        passed=False,
    )


@pytest.fixture
def taken(make_quiz, officer, colleague, officer_elsewhere, as_):
    """A quiz that one passed and one failed in one district, and one failed elsewhere."""
    quiz = make_quiz(types=2, kind="assessed")
    for person, answer in [(officer, "c"), (colleague, "a"), (officer_elsewhere, "b")]:
        take(as_(person), person, quiz, answer)
    return quiz


def page_as(as_, person, rest=""):
    reply = as_(person).get(f"/cms/quizzes/results/{rest}")
    return reply.content.decode() if reply.status_code == 200 else reply.status_code


@pytest.mark.parametrize("role", ["trainer", "coordinator"])
def test_province_sees_its_own_officers(taken, request, as_, role):
    page = page_as(as_, request.getfixturevalue(role), "m2/")

    assert "LS-OFFICER" in page
    assert "LS-COLLEAGUE" in page
    assert "LS-ELSEWHERE" not in page
    assert "LS-NOISE" not in page


@pytest.mark.parametrize("role", ["reviewer", "lead", "admin_person"])
def test_reviewers_see_all_officers(taken, request, as_, role):
    page = page_as(as_, request.getfixturevalue(role), "m2/")

    assert "LS-OFFICER" in page
    assert "LS-ELSEWHERE" in page


@pytest.mark.parametrize("role", ["officer", "observer"])
@pytest.mark.parametrize("rest", ["", "m2/", "m2/districts/", "m2/questions/"])
def test_others_see_no_results(taken, request, as_, role, rest):
    assert page_as(as_, request.getfixturevalue(role), rest) in (302, 403, 404)


def test_district_cannot_be_tampered_with(taken, trainer, as_):
    page = page_as(as_, trainer, "m2/districts/?district=1601&province=16")

    assert "Luang Prabang" in page or "ຫຼວງພະບາງ" in page
    assert "Champasack" not in page
    assert "ຈຳປາສັກ" not in page


def test_questions_name_the_wrong_option_to_readers_of_keys(taken, trainer, coordinator, as_):
    shown = page_as(as_, trainer, "m2/questions/")

    assert "text-m2-01-a (1×)" in shown
    assert "50%" in shown
    assert "1 of 2 had it right." in shown or "ຕອບຖືກ 1 ໃນ 2 ເທື່ອ." in shown
    assert page_as(as_, coordinator, "m2/questions/") == 302
    assert "m2/questions/" not in page_as(as_, coordinator, "m2/")


def test_question_is_called_hard_from_five_answers_on(taken, make_person, trainer, as_):
    few = page_as(as_, trainer, "m2/questions/")
    for n in range(4):
        person = make_person(f"LS-H{n}", "officer", district="0602")
        take(as_(person), person, taken, "d")

    many = page_as(as_, trainer, "m2/questions/")

    assert "1 of 6 had it right. Look at the key" in many or "ຍາກ: ຕອບຖືກ 1 ໃນ 6 ເທື່ອ." in many
    assert "Hard:" not in few
    assert "ຍາກ:" not in few


def test_admin_reading_wrong_options_is_logged(taken, admin_person, trainer, as_):
    page_as(as_, trainer, "m2/questions/")
    page_as(as_, admin_person, "m2/questions/")

    logged = AuditEntry.objects.filter(deed="question.key_read")
    assert [entry.actor_id for entry in logged] == [admin_person.pk]


@pytest.mark.parametrize(
    "rest", ["", "m2/", "m2/attempts/", "m2/districts/", "m2/questions/", "m2/exceptions/"]
)
def test_results_queries_are_constant(
    taken, make_person, reviewer, as_, django_assert_max_num_queries, rest
):
    client = as_(reviewer)
    client.get(f"/cms/quizzes/results/{rest}")
    counts = []
    for extra in range(2):
        with django_assert_max_num_queries(30) as seen:
            client.get(f"/cms/quizzes/results/{rest}")
        counts.append(len(seen))
        for n in range(3):
            person = make_person(f"LS-{extra}-{n}", "officer", district="0602")
            take(as_(person), person, taken, "d")

    assert counts[0] == counts[1]


def test_results_are_paged(taken, make_person, reviewer, as_):
    for n in range(51):
        handed_in(taken, make_person(f"LS-P{n:02}", "officer", district="0602"))
    client = as_(reviewer)

    first = client.get("/cms/quizzes/results/m2/").content.decode()
    second = client.get("/cms/quizzes/results/m2/?p=2").content.decode()

    assert first.count('<td class="title">') == 50
    assert second.count('<td class="title">') == 4


def test_results_take_no_post(taken, trainer, as_):
    assert as_(trainer).post("/cms/quizzes/results/m2/").status_code == 405


def test_evidence_counts_wrong_answers_by_step(make_quiz, officer, as_, step):
    quiz = make_quiz(types=2)
    question = quiz.slots.first().question
    question.step = step
    question.save()
    take(as_(officer), officer, quiz, "a")
    start(quiz, officer=officer, language="en")

    lines = [line for line in evidence.of_sop(step.sop_id) if line.kind == "wrong_answers"]

    assert [(line.step_id, line.count) for line in lines] == [(step.pk, 1)]
    assert list(wrong_answers(step.sop_id + 1)) == []


def rows_of(person, rf):
    request = rf.get("/")
    request.user = person
    with override("lo"):
        return [row for row in home.rows(request) if "quizzes" in row.url]


def test_home_tells_an_officer_what_is_due(make_quiz, officer, rf):
    make_quiz("m1", 1, kind="assessed")

    rows = rows_of(officer, rf)

    assert [(row.group, row.url, row.state) for row in rows] == [
        ("asked", "/lo/quizzes/m1/", "todo")
    ]


def test_home_lets_the_phone_say_that_it_is_handed_in(make_quiz, officer, rf):
    attempt = start(make_quiz("m1", 1), officer=officer, language="lo")

    [row] = rows_of(officer, rf)

    assert row.more == "ເຮັດແບບທົດສອບຕໍ່"
    assert row.data["hand-in"] == attempt.uuid.hex
    assert row.data["waits"].startswith("ສົ່ງແລ້ວໃນໂທລະສັບນີ້")
    assert row.scripts == ("js/core.js", "js/quiz.js")


def test_home_tells_what_came_of_it(make_quiz, officer, as_, rf):
    quiz = make_quiz("m1", 1)
    attempt = take(as_(officer), officer, quiz, "c")
    as_(officer).get(f"/lo/quizzes/m1/{attempt.uuid}/result/")

    rows = rows_of(officer, rf)

    assert [(row.group, row.state, str(row.state_text)) for row in rows] == [
        ("sent", "well", "ຜ່ານ")
    ]


def test_home_counts_for_a_trainer(taken, trainer, rf):
    rows = rows_of(trainer, rf)

    assert [(row.group, row.title) for row in rows] == [("waits", "ສອງອາທິດນີ້ ມີແບບທົດສອບສົ່ງມາ 2 ຊຸດ")]
    assert Attempt.objects.handed_in().count() == 3


@pytest.mark.parametrize("size", [1, 4])
def test_home_takes_two_queries(make_quiz, officer, rf, django_assert_num_queries, size):
    from quizzes.home import panel

    for n in range(size):
        make_quiz(f"quiz-{n}", 1, kind="assessed")
    request = rf.get("/")
    request.user = officer
    officer.roles  # noqa: B018 known before, as in any request

    with django_assert_num_queries(2):
        list(panel(request))


@pytest.mark.parametrize("part", ["", "attempts/"])
@pytest.mark.parametrize(("language", "name"), [("en", "Kham Xai"), ("lo", "ຄຳໄຊ")])
def test_officers_are_called_in_the_letters_of_the_page(
    taken, officer, reviewer, as_, part, language, name
):
    type(officer).objects.filter(pk=officer.pk).update(name="ຄຳໄຊ", name_latin="Kham Xai")
    profile = UserProfile.get_for_user(reviewer)
    profile.preferred_language = language
    profile.save()

    page = page_as(as_, reviewer, f"m2/{part}")

    assert [said for said in ("Kham Xai", "ຄຳໄຊ") if said in page] == [name]
