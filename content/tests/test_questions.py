import json

import pytest

from content.loaders.cases import question_entries, story_content
from content.loaders.questions import FILE, content_of, load
from content.loaders.values import load as load_values
from quizzes.content import faults
from quizzes.drawing import draw
from quizzes.exchange.merging import merged, with_keys
from quizzes.exchange.sheet_reading import read_table
from quizzes.exchange.sheet_writing import taken_of, write_xlsx
from quizzes.exchange.workbooks import lines_of
from quizzes.models import Question, Quiz, Story
from quizzes.stories import story_faults
from quizzes.writing import write, write_story
from sop_pages.models import SOP, Step

ENTRIES = json.loads(FILE.read_text(encoding="utf-8"))["questions"]
CASES = [entry for entry in ENTRIES if entry["type"] == "case"]
ASKED = [entry for entry in ENTRIES if entry["type"] != "case"]
ASKED += [part for entry in CASES for part in question_entries(entry)]


def test_all_asked_samples_are_without_fault():
    said = {entry["key"]: faults(entry["type"], content_of(entry)) for entry in ASKED}

    assert said == {entry["key"]: [] for entry in ASKED}
    assert len(said) == 57 + 9
    assert [story_faults(story_content(entry)) for entry in CASES] == [[], [], []]


def test_samples_are_the_same_after_a_spreadsheet():
    rows = [
        taken_of(Question(key=entry["key"], type=entry["type"]), content_of(entry), []).draft
        for entry in ASKED
    ]

    found = read_table(lines_of(write_xlsx(rows)).lines, "lo").candidates

    assert len(found) == len(ASKED)
    for entry, one in zip(ASKED, found, strict=True):
        assert (one.key, one.type) == (entry["key"], entry["type"])
        before = content_of(entry)
        assert merged(before, one.content, one.type) == before
        assert faults(one.type, with_keys(one.content, one.type)) == []


@pytest.fixture
def values(db):
    """What the questions name; `load_content` loads them first."""
    list(load_values(samples=True))


def test_load_makes_questions_and_quizzes(values):
    list(load(samples=True))

    counts = {quiz.slug: quiz.slots.count() for quiz in Quiz.objects.all()}
    assert Question.objects.ready().count() == 66
    assert counts == {
        "m1": 15,
        "m1-before": 6,
        "m1-after": 6,
        "m2": 15,
        "m2-before": 5,
        "m2-after": 5,
        "m3": 15,
        "m3-before": 5,
        "m3-after": 5,
        "m4": 15,
        "m4-before": 6,
        "m4-after": 6,
    }
    cases = Quiz.objects.filter(slots__story__isnull=False)
    assert dict(cases.values_list("slots__story__key", "slug")) == {
        "M1-15": "m1",
        "M2-15": "m2",
        "M4-15": "m4",
    }
    assert sum(draw.marks for draw in draw(Quiz.objects.get(slug="m1"), 1)) == 15


def test_load_twice_doubles_and_overwrites_nothing(values):
    list(load(samples=True))
    question = Question.objects.get(key="M1-01")
    edited = question.versions.get().content | {"hint": {"lo": "ໃໝ່", "en": "new"}}
    write(question, edited)
    Quiz.objects.filter(slug="m2").update(pass_mark=60)
    write_story(Story.objects.get(key="M2-15"), {"story": {"lo": "ໃໝ່", "en": "new"}})

    said = list(load(samples=True))

    assert "M1-01 was edited: left as it is." in said
    assert "0 questions made, 57 were there." in said
    assert "M2-15 was edited: left as it is." in said
    assert "0 cases made, 3 were there." in said
    assert question.versions.get().content == edited
    assert Quiz.objects.get(slug="m2").pass_mark == 60
    assert Quiz.objects.count() == 12


def test_load_again_links_steps_that_came_later(values):
    list(load(samples=True))
    sop = SOP.objects.create(code="COM-01")
    steps = {
        key: Step.objects.create(sop=sop, block_id=sop.block_id(key), key=key, kind="step")
        for key in ("obj-luck", "one-story")
    }

    list(load(samples=True))

    assert Question.objects.get(key="M1-05").step == steps["obj-luck"]
    assert Question.objects.get(key="M1-15-a").step == steps["one-story"]


@pytest.mark.django_db
def test_load_without_samples_makes_nothing():
    assert list(load(samples=False)) == ["All questions are samples: none loaded."]
    assert not Question.objects.exists()
