"""Cases: one story and its questions, from the draw to the result."""

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from quizzes.drawing import draw
from quizzes.figures.making import made
from quizzes.figures.scope import Scope
from quizzes.models import FrozenVersion, Question, QuizSlot, Response, StoryVersion
from quizzes.regrading import by_attempt, fingerprint, proposals, regrade
from quizzes.starting import start
from quizzes.stories import parts_of, split, story_faults
from quizzes.writing import BadContent, write, write_story
from sop_pages.models.values import ReferenceValue

from .conftest import both, single_content, story_content
from .test_keys_kept import all_replies, leaks
from .test_taking import give, page_of


@pytest.mark.parametrize(
    ("marks", "shares", "parts"),
    [
        ("1", ["1", "1", "1"], ["0.3333333", "0.3333333", "0.3333334"]),
        ("3", ["1", "2"], ["1", "2"]),
        ("2.5", ["0.5"], ["2.5"]),
        ("0", ["1", "1"], ["0", "0"]),
        ("1", [], []),
    ],
)
def test_split_adds_up_to_the_marks(marks, shares, parts):
    found = split(Decimal(marks), [Decimal(share) for share in shares])

    assert found == [Decimal(part) for part in parts]


def test_story_needs_text_in_both_languages():
    with override("en"):
        said = story_faults({"story": {"lo": "ມີ", "en": " "}})

    assert said == ["The story has no text in one of the languages."]
    assert story_faults(story_content()) == []


def test_parts_number_the_questions_of_each_case():
    rows = [(1, None), (2, 7), (3, 7), (4, 9), (5, None)]
    responses = [Response(position=n, story_version_id=story) for n, story in rows]

    found = parts_of(responses)

    assert {n: (part.number, part.total) for n, part in found.items()} == {
        2: (1, 2),
        3: (2, 2),
        4: (1, 1),
    }
    assert [found[n].is_first for n in (2, 3)] == [True, False]
    assert [found[n].is_last for n in (2, 3)] == [False, True]


@pytest.fixture
def mixed(make_quiz, make_case):
    """A quiz of two single questions and a case of three, worth 2 marks."""
    quiz = make_quiz("mixed", 2)
    QuizSlot.objects.create(quiz=quiz, position=3, story=make_case("C-1"), marks=2)
    return quiz


def keys(drawn) -> list[str]:
    return [entry.question.key for entry in drawn]


def test_draw_never_parts_a_case(mixed):
    draws = [keys(draw(mixed, seed)) for seed in range(30)]

    assert {" ".join(keys).count("C-1-a C-1-b C-1-c") for keys in draws} == {1}
    assert len({keys.index("C-1-a") for keys in draws}) == 3


def test_draw_shares_the_marks_of_what_is_asked(mixed):
    Question.objects.filter(key="C-1-b").update(state="retired")
    Question.objects.filter(key="C-1-c").update(share=3)

    drawn = {entry.question.key: entry.marks for entry in draw(mixed, 1)}

    assert drawn == {"mixed-01": 1, "mixed-02": 1, "C-1-a": Decimal("0.5"), "C-1-c": Decimal("1.5")}


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_draw_passes_over_a_case_that_is_not_ready(mixed, state):
    story = mixed.slots.get(position=3).story
    story.state = state
    story.save()

    assert sorted(keys(draw(mixed, 1))) == ["mixed-01", "mixed-02"]
    assert QuizSlot.objects.filter(quiz=mixed).questions() == 2


def test_pools_never_give_a_question_of_a_case(make_quiz, make_case):
    story = make_case("C-1")
    quiz = make_quiz("pool", 0)
    QuizSlot.objects.create(quiz=quiz, pool=story.pool, count=99)

    assert not {"C-1-a", "C-1-b", "C-1-c"} & set(keys(draw(quiz, 1)))


def test_slot_holds_one_thing_alone(mixed, make_question):
    story = mixed.slots.get(position=3).story
    for fields in ({"question": make_question("M2-99")}, {"pool": story.pool}, {"count": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuizSlot.objects.filter(story=story).update(**fields)


def test_question_of_a_case_needs_place_and_share(mixed):
    for fields in ({"share": 0}, {"share": None}, {"story_position": None}, {"story": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(key="C-1-a").update(**fields)


@pytest.fixture
def attempt(mixed, officer):
    mixed.shuffle_questions = False
    mixed.save()
    return start(mixed, officer=officer, language="en")


def test_running_attempt_keeps_its_story(attempt, officer, as_):
    story = attempt.responses.get(position=3).story_version.story
    write_story(story, story_content("newer"))
    story.state = "retired"
    story.save()
    client = as_(officer)

    pages = [client.get(page_of(attempt, n, "en")).content.decode() for n in (2, 3, 4)]

    assert ["story-C-1" in page for page in pages] == [False, True, True]
    assert not any("story-newer" in page for page in pages)
    assert ["Read the story of this case again" in page for page in pages] == [False, False, True]
    assert [version.number for version in story.versions.all()] == [1, 2]


def test_asked_story_is_frozen(attempt):
    version = StoryVersion.objects.get(story__key="C-1")
    version.content = story_content("other")
    for deed in (
        version.save,
        version.delete,
        StoryVersion.objects.all().delete,
        lambda: StoryVersion.objects.update(content={}),
        lambda: StoryVersion.objects.update(story=None),
    ):
        with pytest.raises(FrozenVersion):
            deed()


def test_unasked_story_is_changed_in_place(make_case):
    story = make_case("C-1")
    write_story(story, story_content("newer"))

    version = story.versions.get()
    assert (version.number, version.content) == (1, story_content("newer"))
    story.refresh_from_db()
    assert story.title_en == "English story-newer"
    with pytest.raises(BadContent):
        write_story(story, {"story": both("{no_such_value}")})


def test_result_shows_the_story_once_with_its_lesson(attempt, officer, as_):
    client = as_(officer)
    for position, answer in enumerate("ccca", 1):
        give(client, attempt, position, answer)

    page = client.post(f"/en/quizzes/mixed/{attempt.uuid}/hand-in/", follow=True).content.decode()

    page = re.sub(r"<wbr>", "", page)
    assert page.count("English story-C-1") == 1
    assert page.count("English SECRET-lesson-C-1") == 1
    assert page.index("stem-mixed-02") < page.index("story-C-1") < page.index("stem-C-1-a")
    assert page.index("stem-C-1-c") < page.index("SECRET-lesson-C-1")
    attempt.refresh_from_db()
    assert (attempt.mark, attempt.out_of) == (Decimal("2.6666666"), 4)


def test_trainer_reads_the_story_above_its_first_question(
    attempt, officer, trainer, in_english, as_
):
    client = as_(officer)
    give(client, attempt, 3, "a")
    client.post(f"/en/quizzes/mixed/{attempt.uuid}/hand-in/")
    address = reverse("quiz_results_attempt", args=["mixed", attempt.uuid])
    page = as_(trainer).get(address).content.decode()

    assert page.count("English story-C-1") == 1
    assert page.index("stem-mixed-02") < page.index("story-C-1") < page.index("stem-C-1-a")


def test_story_names_values_of_the_day(mixed, officer, as_):
    ReferenceValue.objects.create(
        key="vol_rate", value="9", label_lo="ອັດຕາ", label_en="Rate", unit="percent"
    )
    story = mixed.slots.get(position=3).story
    write_story(story, {"story": both("pays {vol_rate}"), "explanation": both("why")})
    attempt = start(mixed, officer=officer, language="en")
    at = attempt.responses.filter(story_version__isnull=False).earliest("position").position

    page = as_(officer).get(page_of(attempt, at, "en")).content.decode()

    assert attempt.values.keys() == {"vol_rate"}
    assert "English pays 9" in re.sub(r"<wbr>", "", page)


def test_assessed_case_tells_no_key(mixed, officer, as_):
    mixed.kind = "assessed"
    mixed.save()
    attempt = start(mixed, officer=officer, language="lo")

    assert leaks(all_replies(as_(officer), attempt, "mixed")) == []


def test_pages_take_few_queries(attempt, officer, as_, django_assert_max_num_queries):
    client = as_(officer)
    for address in (f"/en/quizzes/mixed/{attempt.uuid}/", page_of(attempt, 4, "en")):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_figures_know_each_question_of_a_case(mixed, make_person, as_):
    for n in range(4):
        person = make_person(f"LS-{n}", district="0601")
        attempt = start(mixed, officer=person, language="lo")
        for response in attempt.responses.select_related("question"):
            right = n < 2 or response.question.key != "C-1-b"
            give(as_(person), attempt, response.position, "c" if right else "a")
        as_(person).post(f"/lo/quizzes/mixed/{attempt.uuid}/hand-in/")

    Question.objects.filter(key="C-1-a").update(story_position=9)  # the order is no other form
    found = made(mixed, Scope(which="all"))

    assert (found["quiz"]["n"], found["left_out"], found["worth"]) == (4, 0, "4.0000000")
    assert [place["key"] for place in found["places"]] == [
        *("mixed-01", "mixed-02", "C-1-b", "C-1-c", "C-1-a")
    ]
    by_key = {row["key"]: row for row in found["questions"]}
    assert {key: row["right"] for key, row in by_key.items()} == {
        "mixed-01": 4,
        "mixed-02": 4,
        "C-1-a": 4,
        "C-1-b": 2,
        "C-1-c": 4,
    }


def test_regrading_a_question_of_a_case_keeps_its_share(attempt, officer, as_, trainer):
    client = as_(officer)
    give(client, attempt, 3, "a")
    client.post(f"/en/quizzes/mixed/{attempt.uuid}/hand-in/")
    write(Question.objects.get(key="C-1-a"), single_content("C-1-a", right="a"))
    rows = by_attempt(proposals(attempt.quiz))
    regrade(attempt.quiz, ["C-1-a"], actor=trainer, reason="key", seen=fingerprint(rows))

    attempt.refresh_from_db()
    assert attempt.mark == Decimal("0.6666666")
