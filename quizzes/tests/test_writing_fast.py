"""Many questions from paper: what one has in common with the next stays, a key comes by itself."""

import pytest
from django.http import QueryDict

from quizzes.models import Pool, Question
from quizzes.question_keys import next_key

from .test_bank import THREE, form_data, written

NEW = "/cms/quizzes/questions/new/single/"


@pytest.mark.parametrize(
    ("newest", "pool", "taken", "key"),
    [
        ("M1-15", "M1", ["M1-14", "M1-15"], "M1-16"),
        ("M1-02", "M1", ["M1-02", "M1-09", "M2-40"], "M1-10"),
        ("M1-99", "M1", ["M1-99"], "M1-100"),
        ("x7f3a", "M1", ["x7f3a"], "M1-01"),
        ("", "Module 4", [], "Module4-01"),
        ("", "ຂຶ້ນທະບຽນ", ["Q-07"], "Q-08"),
    ],
)
def test_key_follows_the_newest_of_its_pool(newest, pool, taken, key):
    assert next_key(newest, pool, taken) == key


def test_next_one_keeps_what_both_have_in_common(pool, step, trainer, as_):
    client = as_(trainer)
    data = form_data(pool, THREE, key="", do="next", step=step.pk, tags="late, family")

    reply = client.post(NEW, data | {"state": "draft", "difficulty": "hard"})
    form = client.get(reply.url).context["form"]

    kept = {"pool": str(pool.pk), "step": str(step.pk), "tags": "late, family"}
    assert reply.url.startswith(NEW + "?")
    assert QueryDict(reply.url.partition("?")[2]).dict() == kept | {
        "state": "draft",
        "difficulty": "hard",
    }
    assert {name: form[name].value() for name in kept} == kept
    assert form["stem_lo"].value() == ""
    question = Question.objects.get(pool=pool, state="draft")
    assert sorted(question.tags.names()) == ["family", "late"]


def test_key_comes_by_itself(pool, make_question, trainer, as_):
    make_question("M2-07")
    client = as_(trainer)

    for _number in range(2):
        client.post(NEW, form_data(pool, THREE, key=""))

    assert Question.objects.filter(key__in=["M2-08", "M2-09"]).count() == 2


def test_only_pool_of_a_trainer_is_chosen(pool, trainer, as_):
    Pool.objects.create(name="not mine")

    form = as_(trainer).get(NEW).context["form"]

    assert form["pool"].value() == pool.pk


def test_true_and_false_are_there_already(pool, trainer, as_):
    address = NEW.replace("single", "truefalse")
    client = as_(trainer)
    rows = client.get(address).context["options"]
    data = form_data(pool, [("", True, "yes"), ("", False, "no")])
    data |= {f.html_name: f.value() for row in rows for f in row if f.name.startswith("text_")}

    client.post(address, data)

    options = written().content["options"]
    assert [(o["text"], o["weight"]) for o in options] == [
        ({"lo": "ຖືກ", "en": "True"}, "1"),
        ({"lo": "ຜິດ", "en": "False"}, "0"),
    ]


def test_page_speaks_of_tags_in_plain_words(trainer, as_):
    page = as_(trainer).get(NEW).content.decode()

    assert "comma-separated list of tags" not in page
    assert 'id="id_tags_helptext"' in page
