"""The versions of a question and of a story on a page: what they say, what changed, who asked."""

import re

import pytest
from django.urls import reverse

from quizzes.models import Pool, Question, Quiz, QuizSlot, Response
from quizzes.starting import start
from quizzes.writing import write, write_story
from sop_pages.models import ReferenceValue
from sop_site.officers.models import AuditEntry

from .conftest import CONTENTS, both, computed_content, single_content, story_content
from .test_items import hand_in

pytestmark = pytest.mark.usefixtures("in_english")


def address(key="m2-01", kind="question"):
    return reverse(f"quiz_{kind}_versions", args=[key])


def read(client, *args) -> str:
    """The page without the places where Lao may break, and with single blanks."""
    page = client.get(address(*args)).content.decode().replace("<wbr>", "")
    return re.sub(r"\s+", " ", page)


@pytest.fixture
def twice(make_quiz, officer, trainer):
    """m2-01: asked in one attempt as it was first, then with another stem and another right
    option by the trainer."""
    quiz = make_quiz("m2", 1)
    attempt = start(quiz, officer=officer, language="lo")
    hand_in(officer, attempt)
    content = single_content("m2-01", right="a") | {"stem": both("stem-newer")}
    write(Question.objects.get(key="m2-01"), content, actor=trainer)
    return quiz


def test_versions_stand_with_what_changed(twice, trainer, as_):
    page = read(as_(trainer))

    newest, first = page.index("Version 2"), page.index("Version 1")
    changed = page[newest : page.index("All of version 2")]
    assert newest < first
    assert "<del>stem-m2-01</del><ins>stem-newer</ins>" in changed
    assert "ລາວ <del>" in changed
    assert "<dt>Right</dt><dd><del>no</del><ins>yes</ins></dd>" in changed
    assert "English text-m2-01-a" in changed
    assert "text-m2-01-b" not in changed
    assert f"by {trainer.name}" in changed
    for words in ("stem-m2-01", "SECRET-feedback-m2-01-d", "SECRET-explanation-m2-01"):
        assert words in page[first:]


def test_what_rests_on_a_version_is_counted(twice, make_person, trainer, as_):
    for n in (1, 2):
        other = make_person(f"LS-8{n}", "officer", district="0601")
        start(twice, officer=other, language="en")

    page = read(as_(trainer))

    newest, first = page.split('id="version-1"')
    assert "Asked in 2 attempts; handed in: 0" in newest
    assert "Asked in 1 attempt; handed in: 1" in first
    assert f'<a href="{reverse("quiz_figures", args=["m2"])}">Quiz m2</a>: 1' in first


def test_answers_under_a_corrected_key_are_counted(twice, trainer, as_):
    newest = Question.objects.get(key="m2-01").versions.get(number=2)
    Response.objects.filter(question=newest.question).update(marked_by=newest)

    page = read(as_(trainer))

    above, below = page.split('id="version-1"')
    assert "Its key marks 1 answer to an earlier version" in above
    assert "1 answer to it is marked by a corrected key of a later version" in below


def test_version_that_nobody_was_asked_says_so(make_question, trainer, as_):
    make_question("M2-07")

    page = read(as_(trainer), "M2-07")

    assert "Not asked yet: it can still be changed" in page
    assert "Asked in" not in page


@pytest.mark.parametrize("question_type", sorted(CONTENTS))
def test_each_type_tells_all_that_it_says(make_question, trainer, as_, question_type):
    make_question("q", type=question_type)

    page = read(as_(trainer), "q")

    wanted = re.findall(r"(?:English|ລາວ) ([\w-]+)", str(CONTENTS[question_type]("q")))
    assert wanted
    assert [words for words in wanted if words not in page] == []


def test_values_are_filled_and_drawn_numbers_named(make_question, trainer, as_):
    ReferenceValue.objects.create(
        key="vol_rate", label_lo="ອັດຕາ", label_en="Rate", value="5.5", unit="percent"
    )
    stem = {"lo": "{income} {vol_rate}", "en": "{income} at {vol_rate}"}
    make_question("q", "computed", computed_content("q", "vol_rate") | {"stem": stem})

    page = read(as_(trainer), "q")

    assert "{income} at 5.5" in page
    assert "{income} 5,5" in page
    assert "[LSSO: income]" not in page


def test_weights_that_right_does_not_tell_are_shown(make_question, trainer, as_):
    make_question("q", "multiple")

    page = read(as_(trainer), "q")

    assert page.count("yes (0.5)") == page.count("no (-0.5)") == 2


def test_pair_is_read_left_right_feedback_and_an_extra_has_no_left(make_question, trainer, as_):
    make_question("q", "matching")

    page = read(as_(trainer), "q")

    first = page.partition("Pair 1")[2].partition("Pair 2")[0]
    extra = page.partition("Pair 4")[2].partition("</section>")[0]
    places = [first.index(words) for words in ("left-q-a", "right-q-c", "feedback-q-a")]
    assert places == sorted(places)
    assert "right-q-b" in extra
    assert "–" not in extra


def test_story_has_its_versions(make_case, make_quiz, officer, trainer, as_):
    story, quiz = make_case("C-1", 2), make_quiz("m2", 0)
    QuizSlot.objects.create(quiz=quiz, story=story)
    start(quiz, officer=officer, language="lo")
    write_story(story, story_content("newer"), actor=trainer)

    page = read(as_(trainer), "C-1", "case")

    assert "<del>story-C-1</del><ins>story-newer</ins>" in page
    assert "Asked in 1 attempt; handed in: 0" in page


def test_versions_of_a_foreign_pool_are_shut(twice, make_case, make_person, as_):
    make_case("C-1")
    Pool.objects.update(all_trainers=False)
    client = as_(make_person("LS-OTHER", "trainer", district="0601"))

    replies = [client.get(address()), client.get(address("C-1", "case"))]

    assert [reply.status_code for reply in replies] == [302, 302]


def test_administrators_look_at_versions_is_logged(twice, make_case, admin_person, trainer, as_):
    make_case("C-1")

    for person in (admin_person, trainer):
        as_(person).get(address())
        as_(person).get(address("C-1", "case"))

    found = AuditEntry.objects.filter(deed="question.key_read")
    assert [entry.subject_kind for entry in found.order_by("pk")] == ["question", "story"]


def test_versions_take_the_same_queries_however_many(
    twice, make_person, trainer, as_, django_assert_num_queries, django_assert_max_num_queries
):
    client = as_(trainer)
    client.get(address())
    with django_assert_max_num_queries(30) as first:
        client.get(address())
    question = Question.objects.get(key="m2-01")
    for n in range(3, 6):
        other = make_person(f"LS-8{n}", "officer", district="0601")
        quiz = Quiz.objects.create(slug=f"m-{n}", title_lo="ກ", title_en="Q", state="ready")
        QuizSlot.objects.create(quiz=quiz, question=question)
        start(quiz, officer=other, language="en")
        write(question, single_content(f"v{n}"))

    with django_assert_num_queries(len(first)):
        page = client.get(address()).content.decode()

    assert 'id="version-5"' in page


def test_pages_of_a_question_and_a_case_lead_to_their_versions(make_case, trainer, as_):
    make_case("C-1")
    client = as_(trainer)

    question = client.get(reverse("quiz_question_edit", args=["C-1-a"])).content.decode()
    case = client.get(reverse("quiz_case_edit", args=["C-1"])).content.decode()

    assert address("C-1-a") in question
    assert address("C-1", "case") in case
