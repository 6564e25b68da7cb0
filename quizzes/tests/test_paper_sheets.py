"""Sheets of a quiz and their key: what stands on them, read back from the PDF as a reader meets
it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.models import (
    PaperQuestion,
    PaperSheet,
    Pool,
    QuestionVersion,
    QuizSlot,
    StoryVersion,
)
from quizzes.numbers import readings
from quizzes.paper import printing
from quizzes.paper.keys import typed_key
from quizzes.paper.sheets import place_of
from quizzes.paper.typed import read
from sop_site.officers.models import AuditEntry
from sop_site.tests.paper import joined, sheets_of

from .conftest import single_content

TYPES = ["single", "multiple", "numeric", "short", "matching", "ordering", "computed"]
STEM = {"lo": "ລາວ stem-p-01", "en": "English stem-p-01"}
SHEET = {"lo": "ໃບທີ 1", "en": "Sheet 1"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.PUBLIC_URL = "https://khumue.example.la"


@pytest.fixture
def paper(make_quiz, trainer):
    """Three sheets in two versions, of a quiz with one question of each type."""
    quiz = make_quiz("p", TYPES, kind="assessed", title_en="Claims", title_lo="ຄຳຮ້ອງ")
    return printing.prepare(quiz, sheets=3, versions=2, language="en", by=trainer)


def pdf(client, person, paper, name="sheets", more=""):
    client.force_login(person)
    url = reverse(f"quiz_paper_{name}", args=[paper.quiz.slug, paper.pk]) + more
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return sheets_of(response.content)


@pytest.mark.parametrize("language", ["lo", "en"])
def test_every_page_says_whose_sheet_it_is_and_leads_to_it(
    client, make_quiz, trainer, language, settings
):
    quiz = make_quiz("p", TYPES, title_en="Claims", title_lo="ຄຳຮ້ອງ")
    paper = printing.prepare(quiz, sheets=2, versions=2, language=language, by=trainer)

    pages = pdf(client, trainer, paper)

    codes = dict(PaperSheet.objects.values_list("number", "code"))
    first = [page for page in pages if page.says(codes[1])]
    assert len(first) == len(pages) / 2 > 1
    for page in first:
        assert page.says(quiz.title_lo if language == "lo" else "Claims")
        assert page.says(SHEET[language])
        assert page.scanned() == [f"https://khumue.example.la/{language}/quizzes/p/sheets/1/"]
    assert any(page.says(STEM[language]) for page in first)
    assert any("SECRET" in page.words for page in pages) is False


def test_versions_take_turns_and_are_drawn_anew(paper):
    sheets = list(PaperSheet.objects.values_list("number", "paper_version__letter"))

    assert sheets == [(1, "A"), (2, "B"), (3, "A")]
    drawn = PaperQuestion.objects.filter(question__type="computed")
    assert len(drawn) == 2
    assert all(question.numbers["income"] for question in drawn)


def test_second_print_counts_on(paper, trainer):
    more = printing.prepare(paper.quiz, sheets=2, versions=1, language="lo", by=trainer)

    found = PaperSheet.objects.filter(paper_version__paper=more)
    assert [sheet.number for sheet in found] == [4, 5]
    assert len({*PaperSheet.objects.values_list("code", flat=True)}) == 5


def test_printed_version_is_frozen_and_later_words_are_not_on_it(client, paper, trainer):
    question = PaperQuestion.objects.filter(question__type="single").first()
    content = question.version.content | {"stem": {"lo": "ໃໝ່", "en": "New words"}}
    QuestionVersion.objects.create(question=question.question, number=2, content=content)

    pages = pdf(client, trainer, paper)

    assert all(
        v.asked_at for v in QuestionVersion.objects.filter(number=1, question__pool__name="M2")
    )
    assert not any(page.says("New words") for page in pages)


def test_key_shows_each_version_as_it_is_typed(client, paper, trainer):
    pages = pdf(client, trainer, paper, "key")

    for version, page in zip(paper.versions.all(), pages, strict=True):
        assert page.says(f"Version {version.letter}")
        for question in version.questions.select_related("question", "version"):
            assert page.says(typed_key(question, version.values, "en"))
    assert pages[0].says("Answer key, for trainers only")
    assert pages[0].says("Sheets: 1, 3.")


@pytest.mark.parametrize(("language", "shown"), [("lo", "405.000"), ("en", "405,000")])
def test_key_writes_numbers_as_questions_do(client, make_quiz, trainer, language, shown):
    quiz = make_quiz("n", ["numeric"])
    paper = printing.prepare(quiz, sheets=1, versions=1, language=language, by=trainer)
    question = paper.versions.get().questions.select_related("question", "version").get()

    typed = typed_key(question, {}, language)

    assert typed == shown
    assert readings(read(place_of(question), typed))[0] == (Decimal("405000"), "")
    (page,) = pdf(client, trainer, paper, "key")
    assert page.says(shown)
    assert not page.says("405000")


def test_question_is_never_parted_by_a_page(client, make_quiz, trainer):
    quiz = make_quiz("p", ["ordering"] * 9, shuffle_questions=False)
    paper = printing.prepare(quiz, sheets=1, versions=1, language="en", by=trainer)

    pages = pdf(client, trainer, paper)

    assert len(pages) > 1
    for n in range(1, 10):
        name = f"p-{n:02}"
        where = {
            number
            for number, page in enumerate(pages)
            for text in (f"stem-{name}", *[f"step-{name}-{key}" for key in "abcd"])
            if page.says(text)
        }
        assert len(where) == 1


def test_on_both_sides_each_sheet_begins_a_leaf(client, make_quiz, trainer):
    quiz = make_quiz("p", 2)
    paper = printing.prepare(quiz, sheets=3, versions=1, language="en", by=trainer)

    one, two = pdf(client, trainer, paper), pdf(client, trainer, paper, more="?sides=2")

    assert [bool(page.words.strip()) for page in one] == [True] * 3
    assert [bool(page.words.strip()) for page in two] == [True, False, True, False, True]


def test_trainer_makes_sheets_on_the_page(client, make_quiz, trainer, in_english):
    quiz = make_quiz("p")
    client.force_login(trainer)
    url = reverse("quiz_paper", args=["p"])

    refused = client.post(url, {"sheets": 101, "versions": 2, "language": "lo"})
    made = client.post(url, {"sheets": 5, "versions": 2, "language": "lo"}, follow=True)

    assert refused.status_code == 422
    assert 'value="101"' in refused.content.decode()
    assert "0 / 5" in made.content.decode()
    assert quiz.paper_prints.get().made_by == trainer
    assert AuditEntry.objects.filter(deed="quiz.paper_printed").count() == 1


@pytest.mark.parametrize(("state", "types"), [("draft", 2), ("retired", 2), ("ready", 0)])
def test_what_can_not_be_asked_is_not_printed(make_quiz, trainer, state, types):
    quiz = make_quiz("p", types, state=state)

    with pytest.raises(printing.CannotPrint):
        printing.prepare(quiz, sheets=1, versions=1, language="lo", by=trainer)

    assert not quiz.paper_prints.exists()


def test_list_asks_as_much_of_the_database_for_more_prints(client, make_quiz, trainer):
    quiz = make_quiz("p")
    client.force_login(trainer)
    url = reverse("quiz_paper", args=["p"])

    counts = []
    for more in (1, 3):
        for _print in range(more):
            printing.prepare(quiz, sheets=2, versions=2, language="lo", by=trainer)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_sheet_leads_an_officer_to_words(client, paper, officer, in_english):
    client.force_login(officer)

    page = client.get("/en/quizzes/p/sheets/2/").content.decode()

    assert "hand it to your trainer" in page
    assert client.get("/en/quizzes/p/sheets/9/").status_code == 404


def test_key_of_others_pools_stays_closed(client, paper, trainer):
    Pool.objects.update(all_trainers=False)
    client.force_login(trainer)
    url = reverse("quiz_paper_key", args=["p", paper.pk])

    page = client.get(url, follow=True).content.decode()

    assert "ມີຄຳຖາມຈາກຄັງທີ່ທ່ານເບິ່ງຄຳຕອບທີ່ຖືກບໍ່ໄດ້" in page
    assert pdf(client, trainer, paper)


def test_story_stands_above_the_questions_of_its_case(client, make_quiz, make_case, trainer):
    quiz = make_quiz("p", 1, shuffle_questions=False)
    QuizSlot.objects.create(quiz=quiz, position=2, story=make_case("C1"))
    paper = printing.prepare(quiz, sheets=1, versions=1, language="en", by=trainer)

    (page,) = pdf(client, trainer, paper)

    words = joined(page.words)
    order = ["stem-p-01", "Case:questions2to", "story-C1", "stem-C1-a"]
    assert sorted(order, key=words.index) == order
    assert words.count("story-C1") == 1
    assert "SECRET" not in words
    assert not StoryVersion.objects.filter(asked_at=None).exists()


def test_question_longer_than_a_page_goes_on_and_loses_nothing(
    client, make_quiz, make_question, trainer
):
    content = single_content("long")
    words = " ".join(f"word{n}" for n in range(1500))
    content["stem"] = {"lo": words, "en": words}
    quiz = make_quiz("p", 1)
    question = make_question("long", content=content)
    QuizSlot.objects.create(quiz=quiz, position=2, question=question)
    paper = printing.prepare(quiz, sheets=1, versions=1, language="en", by=trainer)

    pages = pdf(client, trainer, paper)

    assert len(pages) > 1
    assert any(page.says("word0") for page in pages)
    assert any(page.says("word1499") for page in pages)
    assert any(page.says("text-long-d") for page in pages)
