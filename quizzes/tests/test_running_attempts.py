"""A running attempt survives what happens beside it, for each type that isn't a plain choice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.models import Question, Quiz, QuizSlot, Story
from quizzes.moving import move
from quizzes.regrading import proposals
from quizzes.starting import start
from quizzes.writing import write, write_story
from sop_pages import tree
from sop_pages.files.importing import import_files
from sop_pages.models import ReferenceValue, SOPPage, Step

from .conftest import (
    computed_content,
    matching_content,
    ordering_content,
    single_content,
    story_content,
)
from .test_items import answer_of, hand_in, send
from .test_versions import shown

SOP_FILE = """---
code: REG-07
language: lo
title: ຂຶ້ນທະບຽນສະມາຊິກ
task: register
sample: true
---
ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.

## Steps
### ຖາມກ່ອນ {#ask}
ຖາມຜູ້ກ່ຽວ.
"""
RIGHT = {
    "ordering": lambda response: ["c", "a", "d", "b"],
    "matching": lambda response: [["a", "c"], ["b", "a"], ["c", "d"]],
    "computed": lambda response: str(int(response.numbers["income"]) * 9 // 100),
}
WRONG = {
    "ordering": ["b", "d", "a", "c"],
    "matching": [["a", "b"], ["b", "c"], ["c", "a"]],
    "computed": "7",
}
WORDS = {
    "ordering": lambda name: ordering_content(name),
    "matching": lambda name: matching_content(name),
    "computed": lambda name: computed_content(name, "vol_rate"),
}


def corrected(question_type):
    """The words as they were, with another key."""
    content = WORDS[question_type]("q")
    if question_type == "ordering":
        return content | {"order": ["b", "d", "a", "c"]}
    if question_type == "computed":
        return content | {"formula": "round(income * vol_rate / 50)"}
    rights = ["b", "c", "a"]
    pairs = [p | {"right_key": key} for p, key in zip(content["pairs"], rights, strict=True)]
    extra = [content["distractors"][0] | {"key": "d"}]
    return content | {"pairs": pairs, "distractors": extra}


def edited(question, folder):
    write(question, WORDS[question.type]("edited"))


def retired(question, folder):
    Question.objects.update(state="retired")


def key_corrected(question, folder):
    write(question, corrected(question.type))


def value_changed(question, folder):
    ReferenceValue.objects.create(
        key="vol_rate", label_lo="ອັດຕາ", label_en="Rate", value="10", unit="percent",
        valid_from=timezone.localdate(),
    )  # fmt: skip


def release(folder, text):
    path = folder / "REG-07.lo.md"
    path.write_text(text, encoding="utf-8")
    import_files([path], publish=True)


def sop_released(question, folder):
    """The step that it is about was in a release and is gone from the next."""
    tree.ensure_tree()
    release(folder, SOP_FILE)
    Question.objects.update(step=Step.objects.get(key="ask"))
    release(folder, SOP_FILE.replace("{#ask}", "{#other}"))
    assert SOPPage.objects.get(sop__code="REG-07").sop.releases.count() == 2


def taken_out_of_the_quiz(question, folder):
    QuizSlot.objects.all().delete()
    Quiz.objects.update(shuffle_options=False, pass_mark=1, review="after_close", closes_at=LATER)


LATER = timezone.now() + timedelta(days=9)
EVENTS = [edited, retired, key_corrected, value_changed, taken_out_of_the_quiz]


@pytest.fixture(params=RIGHT)
def running(request, make_quiz, make_question, officer, step):
    """An open assessed attempt at one question of this type, answered wrong so far."""
    ReferenceValue.objects.create(
        key="vol_rate", label_lo="ອັດຕາ", label_en="Rate", value="9", unit="percent"
    )
    quiz = make_quiz("m2", 0, kind="assessed")
    question = make_question("q", type=request.param, content=WORDS[request.param]("q"), step=step)
    QuizSlot.objects.create(quiz=quiz, question=question)
    attempt = start(quiz, officer=officer, language="en")
    send(officer, attempt, WRONG[request.param])
    return attempt


def page_of(client, attempt) -> str:
    return client.get(f"/en/quizzes/m2/{attempt.uuid}/question/1/").content.decode()


@pytest.mark.parametrize("event", EVENTS)
def test_attempt_goes_on_as_it_was_drawn(running, officer, as_, tmp_path, event):
    client, response = as_(officer), running.responses.get()
    before = page_of(client, running)

    event(response.question, tmp_path)
    after = page_of(client, running)
    kept = answer_of(running)
    said = send(officer, running, RIGHT[response.question.type](response), sequence=2)
    hand_in(officer, running)

    running.refresh_from_db()
    assert shown(before) == shown(after) != ""
    assert kept == WRONG[response.question.type]
    assert said.status == "stored"
    assert (running.mark, running.out_of, running.passed) == (1, 1, True)


def test_attempt_goes_on_over_a_release(running, officer, as_, tmp_path):
    test_attempt_goes_on_as_it_was_drawn(running, officer, as_, tmp_path, sop_released)


def test_corrected_key_marks_it_only_by_an_act(running, officer, as_, tmp_path):
    response = running.responses.get()
    key_corrected(response.question, tmp_path)
    send(officer, running, RIGHT[response.question.type](response), sequence=2)
    hand_in(officer, running)

    [proposal] = proposals(running.quiz)

    running.refresh_from_db()
    assert running.mark == 1
    assert [change.new_mark for change in proposal.changes] == [0]


@pytest.mark.parametrize("change", [{"closes_at": timezone.now()}, {"state": "retired"}])
def test_closed_quiz_keeps_what_was_given_and_refuses_more(running, officer, as_, change):
    response = running.responses.get()
    right = RIGHT[response.question.type](response)
    send(officer, running, right, sequence=2)
    Quiz.objects.filter(pk=running.quiz_id).update(**change)

    page = page_of(as_(officer), running)
    said = send(officer, running, WRONG[response.question.type], sequence=3)
    handed = hand_in(officer, running)

    running.refresh_from_db()
    assert "This quiz is closed." in page
    assert (said.status, said.code) == ("rejected", "quiz_closed")
    assert handed.result["state"] == "handed_in"
    assert (answer_of(running), running.mark) == (right, 1)


def moved(question, folder):
    """Into another case of its pool."""
    other = Story.objects.create(key="C-2", pool=question.pool, state="ready")
    write_story(other, story_content("C-2"))
    move(question, other, actor=None)
    assert Question.objects.get(pk=question.pk).story == other


@pytest.mark.parametrize("event", [*EVENTS, moved])
def test_case_goes_on_with_its_story_and_questions(
    make_quiz, make_case, officer, as_, tmp_path, event
):
    """Whatever happens to its first question, and the story rewritten and retired besides."""
    quiz = make_quiz("m2", 0, kind="assessed")
    QuizSlot.objects.create(quiz=quiz, story=make_case("C-1", 2), marks=4)
    attempt = start(quiz, officer=officer, language="en")
    send(officer, attempt, "a")
    send(officer, attempt, "c", position=2)
    client, response = as_(officer), attempt.responses.get(position=1)
    before = page_of(client, attempt)

    CASE_EVENTS.get(event, event)(response.question, tmp_path)
    write_story(response.story_version.story, story_content("newer"))
    Story.objects.update(state="retired")
    after = page_of(client, attempt)
    said = send(officer, attempt, "c", sequence=2)
    hand_in(officer, attempt)

    attempt.refresh_from_db()
    assert shown(before) == shown(after) != ""
    assert "story-C-1" in after
    assert "story-newer" not in after
    assert said.status == "stored"
    assert (attempt.mark, attempt.out_of, attempt.passed) == (4, 4, True)


def single_edited(question, folder):
    write(question, single_content("edited"))


def single_key_corrected(question, folder):
    content = single_content("q")
    for option in content["options"]:
        option["weight"] = "1" if option["key"] == "a" else "0"
    write(question, content)


CASE_EVENTS = {edited: single_edited, key_corrected: single_key_corrected}
