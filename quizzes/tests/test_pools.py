"""Whose a pool is: two trainers, each with a pool, and what either sees of the other's keys."""

import pytest

from quizzes.models import Pool, Question, Quiz, QuizSlot
from quizzes.starting import start
from quizzes.writing import write
from sop_site.officers.models import User

from .test_bank import THREE, form_data
from .test_items import hand_in, send


@pytest.fixture
def other_trainer(make_person):
    return make_person("LS-OTHER", "trainer", district="0601")


@pytest.fixture
def pools(trainer, other_trainer, make_question):
    """{"mine": trainer's pool, "other": other trainer's}, each with one question."""
    made = {}
    for name, person in (("mine", trainer), ("other", other_trainer)):
        made[name] = Pool.objects.create(name=name)
        made[name].trainers.add(person)
        question = make_question(f"{name}-1")
        question.pool = made[name]
        question.save(update_fields=["pool"])
    return made


def names(pools) -> list[str]:
    return sorted(pools.values_list("name", flat=True))


def test_pools_of_each_person(pools, trainer, other_trainer, reviewer, admin_person, coordinator):
    readable = {p: names(Pool.objects.readable_by(p)) for p in (trainer, reviewer, coordinator)}

    assert readable == {
        trainer: ["M2", "mine"],
        reviewer: ["M2", "mine", "other"],
        coordinator: [],
    }
    assert names(Pool.objects.readable_by(admin_person)) == ["M2", "mine", "other"]
    assert names(Pool.objects.for_trainer(other_trainer)) == ["M2", "other"]
    assert names(Pool.objects.for_trainer(reviewer)) == []


def test_trainer_reads_and_writes_the_own_pool_alone(pools, trainer, as_):
    client = as_(trainer)

    bank = client.get("/cms/quizzes/questions/").content.decode()
    own = client.get("/cms/quizzes/questions/mine-1/")
    others = [
        client.get("/cms/quizzes/questions/other-1/"),
        client.post("/cms/quizzes/questions/other-1/", form_data(pools["mine"], THREE)),
    ]
    moved = client.post("/cms/quizzes/questions/new/single/", form_data(pools["other"], THREE))

    assert ("mine-1" in bank, "other-1" in bank) == (True, False)
    assert "SECRET-feedback-mine-1-a" in own.content.decode()
    assert [reply.status_code for reply in others] == [302, 302]
    assert moved.status_code == 200
    assert not Question.objects.filter(key="M2-50").exists()
    assert Question.objects.get(key="other-1").versions.get().content["stem"]["en"] == (
        "English stem-other-1"
    )


@pytest.fixture
def mixed(pools, officer):
    """A quiz with a question of each pool, answered wrong by an officer."""
    quiz = Quiz.objects.create(
        slug="mixed", title_lo="ປົນ", title_en="Mixed", state="ready", kind="assessed"
    )
    for n, name in enumerate(("mine-1", "other-1"), 1):
        QuizSlot.objects.create(quiz=quiz, position=n, question=Question.objects.get(key=name))
    attempt = start(quiz, officer=officer, language="en")
    for response in attempt.responses.all():
        send(officer, attempt, "a", position=response.position)
    hand_in(officer, attempt)
    return quiz


@pytest.mark.parametrize("part", ["questions", "figures"])
def test_results_show_what_was_chosen_of_the_own_pool_alone(mixed, trainer, reviewer, as_, part):
    address = f"/cms/quizzes/results/mixed/{part}/"

    seen = as_(trainer).get(address).content.decode()
    all_seen = as_(reviewer).get(address).content.decode()

    shown = [f"text-{name}-1-a" in seen for name in ("mine", "other")]
    assert shown == [True, False]
    assert "other-1" in seen
    assert "/cms/quizzes/questions/other-1/" not in seen
    assert [f"text-{name}-1-a" in all_seen for name in ("mine", "other")] == [True, True]


def test_quiz_of_others_questions_is_neither_made_nor_changed(mixed, pools, trainer, as_):
    client = as_(trainer)
    client.cookies["django_language"] = "en"
    form = {
        "title_lo": "ຝຶກ", "title_en": "Trial", "slug": "trial", "kind": "practice",
        "form": "none", "state": "ready", "pass_mark": "80", "review": "after_each",
        "late_answers": "phone", "after_time": "late",
        "slots-TOTAL_FORMS": "1", "slots-INITIAL_FORMS": "0",
        "slots-MIN_NUM_FORMS": "1", "slots-MAX_NUM_FORMS": "1000",
        "slots-0-question": str(Question.objects.get(key="other-1").pk),
        "slots-0-count": "1", "slots-0-marks": "1", "slots-0-ORDER": "1",
    }  # fmt: skip

    client.post("/cms/snippets/quizzes/quiz/add/", form)
    by_pool = {"slots-0-question": "", "slots-0-pool": str(pools["other"].pk)}
    client.post("/cms/snippets/quizzes/quiz/add/", form | by_pool)
    slots = {}
    for n, slot in enumerate(mixed.slots.all()):
        slots |= {
            f"slots-{n}-id": slot.pk, f"slots-{n}-question": slot.question_id,
            f"slots-{n}-count": 1, f"slots-{n}-marks": 1, f"slots-{n}-ORDER": n,
        }  # fmt: skip
    slots |= {"slots-TOTAL_FORMS": 2, "slots-INITIAL_FORMS": 2, "slug": "mixed"}
    page = client.post(f"/cms/snippets/quizzes/quiz/edit/{mixed.pk}/", form | slots)

    assert not Quiz.objects.filter(slug="trial").exists()
    assert "pools that aren&#x27;t yours: other." in page.content.decode()
    mixed.refresh_from_db()
    assert mixed.kind == "assessed"


def test_pool_is_handed_on_by_its_trainers_and_administrators(
    pools, trainer, other_trainer, admin_person, as_
):
    address = f"/cms/snippets/quizzes/pool/edit/{pools['other'].pk}/"
    form = {"name": "other", "trainers": [trainer.pk]}

    denied = as_(trainer).post(address, form)
    before = set(pools["other"].trainers.all())
    given = as_(admin_person).post(address, form)

    assert denied.status_code == 404
    assert before == {other_trainer}
    assert given.status_code == 302
    assert set(pools["other"].trainers.all()) == {trainer}


def test_new_pool_is_its_makers(trainer, as_):
    client = as_(trainer)
    form = client.get("/cms/snippets/quizzes/pool/add/").context["form"]

    nobodys = client.post("/cms/snippets/quizzes/pool/add/", {"name": "M8"})
    client.post("/cms/snippets/quizzes/pool/add/", {"name": "M8", "trainers": [trainer.pk]})

    assert form["trainers"].value() == [trainer.pk]
    assert nobodys.status_code == 200
    assert list(Pool.objects.get(name="M8").trainers.all()) == list(
        User.objects.filter(pk=trainer.pk)
    )


def test_corrected_key_of_another_pool_counts_not(mixed, trainer, other_trainer, as_):
    question = Question.objects.get(key="other-1")
    content = question.versions.get().content
    for option in content["options"]:
        option["weight"] = "1" if option["key"] == "a" else "0"
    write(question, content)

    proposed = {
        person: as_(person).get("/cms/quizzes/results/mixed/regrade/").context["proposals"]
        for person in (trainer, other_trainer)
    }

    assert proposed[trainer] == []
    assert [p.question.key for p in proposed[other_trainer]] == ["other-1"]
