"""Cases in the CMS: story and questions in one place; in quizzes and in files."""

import re

import pytest
from django.urls import reverse

from quizzes.exchange.writing import FORMATS, export
from quizzes.models import Pool, Question, QuizSlot, Story
from quizzes.starting import start
from quizzes.writing import write_story
from sop_pages.evidence import naming
from sop_pages.models import ReferenceValue
from sop_site.officers.models import AuditEntry

from .conftest import both
from .test_bank import THREE, form_data

pytestmark = pytest.mark.usefixtures("in_english")


PASSAGES = ("story", "explanation")


def case_data(story=None, **fields):
    """What a browser sends, with the questions as they stand."""
    questions = list(story.questions.order_by("story_position")) if story else []
    pool = story.pool if story else Pool.objects.get_or_create(name="M2")[0]
    data = {
        "key": story.key if story else "C-1",
        "pool": pool.pk,
        "state": "ready",
        "story_lo": "ເລື່ອງ",
        "story_en": "A story",
        "explanation_lo": "ບົດຮຽນ",
        "explanation_en": "A lesson",
        "parts-TOTAL_FORMS": len(questions),
        "parts-INITIAL_FORMS": len(questions),
    }
    for n, question in enumerate(questions):
        data |= {
            f"parts-{n}-id": question.pk,
            f"parts-{n}-story_position": question.story_position,
            f"parts-{n}-share": "1",
        }
    return data | fields


def address(key="C-1"):
    return reverse("quiz_case_edit", args=[key])


@pytest.fixture
def pool(db):
    return Pool.objects.create(name="M2", all_trainers=True)


def test_case_is_written_story_first_then_questions(pool, trainer, as_):
    client = as_(trainer)
    too_early = client.post(reverse("quiz_case_add"), case_data()).content.decode()
    client.post(reverse("quiz_case_add"), case_data(state="draft"))
    place = reverse("quiz_question_add", args=["single"]) + "?case=C-1"
    blank = client.get(place).content.decode()
    client.post(place, form_data(pool, THREE, key="C-1-a"))
    go = client.post(place, form_data(pool, THREE, key="C-1-b", do="next")).url

    client.post(address(), case_data(Story.objects.get()))

    assert "A case needs a question that is ready." in too_early
    assert 'value="C-1-a"' in blank
    assert go.endswith("&case=C-1")
    story = Story.objects.get()
    parts = story.questions.values_list("key", "story_position", "share", "pool__name")
    assert story.state == "ready"
    assert list(parts.order_by("story_position")) == [
        ("C-1-a", 1, 1, "M2"),
        ("C-1-b", 2, 1, "M2"),
    ]


def test_page_of_a_case_shows_all_of_it(make_case, trainer, as_):
    make_case("C-1")

    page = as_(trainer).get(address()).content.decode()

    page = re.sub(r"<wbr>", "", page)
    for words in ("story-C-1", "lesson-C-1", "stem-C-1-a", "text-C-1-c-d", "As an officer reads"):
        assert words in page
    assert page.index("stem-C-1-a") < page.index("stem-C-1-b")


def test_moved_question_takes_the_place_and_share(make_case, trainer, as_):
    story = make_case("C-1")
    moved = case_data(story) | {"parts-2-story_position": 1, "parts-2-share": "2.5"}

    as_(trainer).post(address(), moved)

    parts = story.questions.order_by("story_position").values_list("key", "share")
    assert [(key, str(share.normalize())) for key, share in parts] == [
        ("C-1-c", "2.5"),
        ("C-1-a", "1"),
        ("C-1-b", "1"),
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"story_lo": ""}, "The story has no text in one of the languages."),
        ({"story_en": "{none_such}"}, "There is no reference value {none_such}."),
        ({"story_lo": "ກ" * 2001}, "has at most 2000 characters"),
        ({"parts-0-share": "0"}, "greater than or equal to 0.01"),
        ({"parts-0-story_position": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_and_words_are_kept(make_case, trainer, as_, wrong, said):
    story = make_case("C-1")

    page = as_(trainer).post(address(), case_data(story, explanation_en="Kept") | wrong)

    assert said in page.content.decode()
    assert "Kept" in page.content.decode()
    assert story.versions.get().content["story"]["en"] == "English story-C-1"


def test_asked_story_gets_its_next_version(make_case, make_quiz, officer, trainer, as_):
    story = make_case("C-1")
    quiz = make_quiz("m2", 0)
    QuizSlot.objects.create(quiz=quiz, story=story)
    start(quiz, officer=officer, language="lo")
    client = as_(trainer)

    client.post(address(), case_data(story))
    page = client.get(address()).content.decode()

    assert [v.content["story"]["en"] for v in story.versions.all()] == [
        "English story-C-1",
        "A story",
    ]
    assert story.versions.last().created_by == trainer
    assert "has been asked" not in page


def test_asked_story_saved_as_it_is_gets_no_version(make_case, make_quiz, officer, trainer, as_):
    story = make_case("C-1")
    words = {"lo": "ເລື່ອງ\n\n- ໜຶ່ງ", "en": "A story\n\n- one"}
    write_story(story, {"story": words, "explanation": words})
    quiz = make_quiz("m2", 0)
    QuizSlot.objects.create(quiz=quiz, story=story)
    start(quiz, officer=officer, language="lo")
    names = [(f"{name}_{language}", language) for name in PASSAGES for language in words]
    sent = {name: words[language].replace("\n", "\r\n") for name, language in names}

    reply = as_(trainer).post(address(), case_data(story, **sent))

    assert reply.status_code == 302
    assert [version.content["story"] for version in story.versions.all()] == [words]


def test_list_finds_cases_in_few_queries(make_case, trainer, as_, django_assert_max_num_queries):
    client, list_of = as_(trainer), reverse("quiz_cases")
    make_case("C-1")
    client.get(list_of)
    with django_assert_max_num_queries(30) as first:
        client.get(list_of)
    for n in range(2, 6):
        make_case(f"C-{n}", state="draft")
    with django_assert_max_num_queries(len(first)):
        page = client.get(list_of).content.decode()

    found = client.get(f"{list_of}?q=C-3&state=draft").content.decode()
    assert [f"/{key}/" in page for key in ("C-1", "C-5")] == [True, True]
    assert [f"/{key}/" in found for key in ("C-3", "C-5")] == [True, False]


def test_list_cuts_a_long_story_between_words(make_case, trainer, as_):
    story = make_case("C-1")
    story_text = {"lo": "ລົມກັບນາຍບ້ານ ກ່ອນໄປຢ້ຽມຢາມ " * 9, "en": "Ask the whole village. " * 9}
    write_story(story, {"story": story_text}, actor=trainer)

    page = as_(trainer).get(reverse("quiz_cases")).content.decode()

    story.refresh_from_db()
    assert story.title_en in page
    assert story.title_en.endswith(" village. Ask…")
    assert len(story.title_lo) <= 120


def test_case_of_a_foreign_pool_is_shut(make_case, make_person, as_):
    story = make_case("C-1")
    story.pool = Pool.objects.create(name="other")
    story.save()
    client = as_(make_person("LS-OTHER", "trainer", district="0601"))

    replies = [client.get(address()), client.post(address(), case_data(story))]
    replies.append(client.get(reverse("quiz_question_add", args=["single"]) + "?case=C-1"))

    assert [reply.status_code for reply in replies] == [302] * 3
    assert "/C-1/" not in client.get(reverse("quiz_cases")).content.decode()
    assert Story.objects.get().versions.get().content["story"]["en"] == "English story-C-1"


def test_administrators_look_is_logged(make_case, admin_person, as_):
    make_case("C-1")

    page = as_(admin_person).get(address()).content.decode()

    assert AuditEntry.objects.filter(deed="question.key_read").count() == 1
    assert '<button class="button" type="submit">' not in page


def slots_data(quiz, **slot) -> dict:
    """A quiz as its page sends it, with one place."""
    names = ("title_lo", "title_en", "slug", "kind", "form", "state", "pass_mark", "review")
    data = {name: getattr(quiz, name) for name in names}
    data |= {"after_time": "late", "late_answers": "phone", "pair": "", "shuffle_options": "on"}
    data |= {"slots-TOTAL_FORMS": 1, "slots-INITIAL_FORMS": 0, "slots-MIN_NUM_FORMS": 1}
    data |= {"slots-MAX_NUM_FORMS": 1000, "slots-0-ORDER": 1, "slots-0-count": 1}
    return data | {"slots-0-marks": "3"} | {f"slots-0-{name}": pk for name, pk in slot.items()}


def test_quiz_takes_a_case_and_no_question_of_one(make_case, make_quiz, trainer, as_):
    story = make_case("C-1")
    quiz = make_quiz("m2", 0)
    place = reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk])
    client = as_(trainer)

    part = story.questions.first()
    refused = client.post(place, slots_data(quiz, question=part.pk))
    both_kinds = client.post(place, slots_data(quiz, story=story.pk, pool=story.pool_id))
    none_yet = quiz.slots.count()
    client.post(place, slots_data(quiz, story=story.pk))

    assert (refused.status_code, both_kinds.status_code, none_yet) == (200, 200, 0)
    assert "or a case, or a pool" in both_kinds.content.decode()
    slot = QuizSlot.objects.get(quiz=quiz)
    assert (slot.story, slot.marks) == (story, 3)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_files_leave_a_case_out_and_say_so(make_case, make_question, name):
    make_case("C-1", 1)
    make_question("C-0")

    written = export(Question.objects.filter(key__startswith="C-"), name, "en")

    assert written.keys == ["C-0"]
    left_out = [loss for loss in written.losses if loss.whole]
    assert [loss.key for loss in left_out] == ["C-1-a"]
    assert "can't hold a story" in left_out[0].reason


def test_values_named_by_a_story_are_found(make_case):
    ReferenceValue.objects.create(
        key="vol_rate", value="9", label_lo="ອັດຕາ", label_en="Rate", unit="percent"
    )
    write_story(make_case("C-1"), {"story": both("pays {vol_rate}")})

    assert [(line.kind, line.url) for line in naming("vol_rate")] == [("Case", address())]


def test_what_to_mend_in_a_story_stands_beside_it_and_stops_nothing(trainer, as_, make_case):
    story = make_case("C-1")
    ReferenceValue.objects.create(
        key="rate", label_lo="ອັດຕາ", label_en="Rate", value="9", unit="percent"
    )
    data = case_data(story, story_en="She paid 9 % of it.", explanation_lo="")

    saved = as_(trainer).post(address(), data)
    page = as_(trainer).get(address()).content.decode()

    assert saved.status_code == 302
    assert Story.objects.get().state == "ready"
    assert "9 is a reference value. Write {rate}: then it never grows old." in page
    assert "The Lao is missing: officers who read Lao would get the English." in page
