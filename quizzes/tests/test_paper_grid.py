"""The grid of sheets as a form: rows kept each by itself, faults shown with what was typed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, PaperEntry, PaperPrint, PaperSheet, Pool
from quizzes.paper import printing, times, typing_in

NOW = {"Accept": "application/json"}


@pytest.fixture
def printed(make_quiz, trainer):
    """printed(4): so many sheets of two single choices, options unshuffled, made a day ago."""

    def made(sheets=3, **fields):
        quiz = make_quiz("p", 2, shuffle_questions=False, shuffle_options=False, **fields)
        paper = printing.prepare(quiz, sheets=sheets, versions=1, language="en", by=trainer)
        PaperPrint.objects.update(made_at=timezone.now() - timedelta(days=1))
        paper.refresh_from_db()
        return paper

    return made


@pytest.fixture
def grid(client, trainer):
    """grid(paper, {1: ("LS-OFFICER", "c", "a")}): typed by the trainer and sent."""

    def sent(paper, typed: dict, headers=None, seen=None, **more):
        client.force_login(trainer)
        data = {"written": times.written(timezone.now()), "sheet": list(typed)} | more
        for number, (officer, *answers) in typed.items():
            data |= {f"officer-{number}": officer, f"seen-{number}": (seen or {}).get(number, 0)}
            data |= {f"answer-{n}-{number}": text for n, text in enumerate(answers, 1)}
        url = reverse("quiz_paper_type", args=[paper.quiz.slug, paper.pk])
        return client.post(url, data, headers=headers or {})

    return sent


def answers_of(person) -> list:
    return list(
        Attempt.objects.get(officer=person)
        .responses.order_by("position")
        .values_list("answer", flat=True)
    )


def test_rows_are_kept_each_by_itself(printed, grid, officer, colleague, in_english):
    response = grid(
        printed(),
        {1: ("LS-OFFICER", "c", "-"), 2: ("LS-COLLEAGUE", "e", "a"), 3: ("", "", "")},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "1 row could not be taken." in page
    assert "Question 1:" in page
    assert "“e” is no letter of this question: it has a, b, c, d." in page
    assert 'value="e"' in page
    assert "1 sheet is typed in." in page
    assert answers_of(officer) == ["c", None]
    assert not Attempt.objects.filter(officer=colleague).exists()


def test_all_right_leads_back_to_the_grid(printed, grid, officer, in_english, client):
    response = grid(printed(), {2: ("LS-OFFICER", "C", "c")})

    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert "Passed, 100%" in page
    assert "LS-OFFICER" in page


def test_sent_twice_is_one_entry(printed, grid, officer):
    paper = printed()
    written = times.written(timezone.now())

    for _again in range(2):
        grid(paper, {1: ("LS-OFFICER", "c", "c")}, written=written)

    assert PaperEntry.objects.count() == 1


def test_row_alone_is_answered_for_a_script(printed, grid, officer, in_english):
    paper = printed()

    kept = grid(paper, {1: ("ls-officer", "c", "b")}, NOW).json()
    refused = grid(paper, {2: ("LS-NOBODY", "c", "x")}, NOW).json()

    assert kept["1"]["seen"] == 1
    assert kept["1"]["officer"].endswith(" · LS-OFFICER")
    assert kept["1"]["said"] == "Not passed yet, 50%"
    assert set(refused["2"]["faults"]) == {"officer", "answer-2"}
    assert "No officer of yours has this number or name." in refused["2"]["faults"]["officer"]


def test_mark_is_not_told_to_who_may_not_read_the_key(printed, grid, officer, in_english):
    paper = printed()
    Pool.objects.update(all_trainers=False)

    assert grid(paper, {1: ("LS-OFFICER", "c", "b")}, NOW).json()["1"]["said"] == "Typed in"


def test_emptied_row_is_not_thrown_away(printed, grid, officer, in_english):
    paper = printed()
    grid(paper, {1: ("LS-OFFICER", "c", "c")})

    response = grid(paper, {1: ("", "", "")}, seen={1: 1})

    assert "Whose sheet is it?" in response.content.decode()
    assert answers_of(officer) == ["c", "c"]


def test_sheet_of_another_quiz_or_print_is_passed_over(printed, make_quiz, trainer, grid, officer):
    paper = printed()
    other = printing.prepare(make_quiz("q", 2), sheets=9, versions=1, language="en", by=trainer)
    assert other.versions.get().sheets.count() == 9

    grid(paper, {9: ("LS-OFFICER", "c", "c"), "x": ("LS-OFFICER", "c", "c")})

    assert not PaperEntry.objects.exists()


def test_same_officer_on_two_rows_is_refused_once(printed, grid, officer, in_english):
    response = grid(printed(), {1: ("LS-OFFICER", "c", "c"), 2: ("LS-OFFICER", "a", "c")})

    assert "has sheet 1 from the same time already" in response.content.decode()
    assert answers_of(officer) == ["c", "c"]


def test_sheet_of_an_officer_elsewhere_is_closed(
    printed, client, trainer, make_person, officer_elsewhere, in_english, grid
):
    paper = printed()
    other = make_person("LS-T16", "trainer", district="1601")
    sheet = PaperSheet.objects.get(number=1)
    typing_in.type_in(
        sheet,
        officer=officer_elsewhere,
        answers=["c", "c"],
        written_at=timezone.now(),
        by=other,
        seen=0,
    )

    response = grid(paper, {1: ("LS-OFFICER", "a", "a")}, seen={1: 1})
    page = client.get(response["Location"]).content.decode()

    assert "Typed in for an officer who is not one of yours." in page
    assert "LS-ELSEWHERE" not in page
    assert PaperEntry.objects.count() == 1


def test_qr_and_jump_lead_to_the_sheet(printed, client, trainer, in_english):
    paper = printed(30)
    client.force_login(trainer)
    code = PaperSheet.objects.get(number=27).code
    url = reverse("quiz_paper_type", args=["p", paper.pk])

    scanned = client.get("/en/quizzes/p/sheets/27/")
    by_code = client.get(url, {"sheet": code.lower().replace("-", "")}).content.decode()
    unknown = client.get(url, {"sheet": "99"}).content.decode()

    assert scanned["Location"] == f"{url}?sheet=27#sheet-27"
    assert 'id="sheet-27"' in client.get(scanned["Location"]).content.decode()
    assert 'id="sheet-27"' in by_code
    assert "No sheet of this print has this number: 99" in unknown


def test_officers_see_no_grid_of_others(printed, client, coordinator, trainer):
    paper = printed()
    client.force_login(coordinator)

    assert client.get(reverse("quiz_paper_type", args=["p", paper.pk])).status_code == 302


def test_grid_asks_as_much_of_the_database_for_more_rows(
    printed, client, trainer, make_person, grid
):
    paper = printed(20)
    url = reverse("quiz_paper_type", args=["p", paper.pk])
    counts = []
    for first, last in ((1, 2), (3, 12)):
        people = range(first, last + 1)
        for n in people:
            make_person(f"LS-9{n:02}", "officer", district="0601")
        grid(paper, {n: (f"LS-9{n:02}", "c", "a") for n in people})
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).content.count("✓".encode()) == last
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_results_say_that_it_was_on_paper(printed, grid, client, officer, trainer, in_english):
    paper = printed()
    grid(paper, {1: ("LS-OFFICER", "c", "c")})
    grid(paper, {1: ("LS-OFFICER", "c", "a")}, seen={1: 1})
    url = reverse("quiz_results_attempts", args=["p"])

    listed = client.get(url, {"channel": "paper"}).content.decode()
    on_screen = client.get(url, {"channel": "screen"}).content.decode()
    attempt = Attempt.objects.get(officer=officer)
    client.force_login(officer)
    seen = client.get(f"/en/quizzes/p/{attempt.uuid}/result/").content.decode()

    assert "on paper: sheet 1, corrected " in listed
    assert "on paper: sheet 1" not in on_screen
    assert "on paper, written " in seen
    assert "You answered 1 of 2 questions right" in seen.replace("<wbr>", "")
