"""Typing a sheet in: it becomes an attempt as any other, or is refused with clear words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes import overriding, reports
from quizzes.models import Attempt, PaperEntry, PaperPrint, PaperSheet, QuizFigures
from quizzes.paper import printing, times, typing_in
from quizzes.paper.access import officers_for
from quizzes.paper.people import Officers, label
from quizzes.paper.refusals import Refused
from quizzes.starting import start
from sop_site.officers.models import AuditEntry

from .test_items import hand_in

HOUR = timedelta(hours=1)
TYPES = ["single", "multiple", "numeric", "short", "matching", "ordering", "computed"]


@pytest.fixture
def print_of(trainer):
    """print_of(quiz, sheets=2): printed a day ago; the sheets."""

    def made(quiz, sheets=2, versions=1):
        paper = printing.prepare(quiz, sheets=sheets, versions=versions, language="en", by=trainer)
        PaperPrint.objects.filter(pk=paper.pk).update(made_at=timezone.now() - 24 * HOUR)
        return list(PaperSheet.objects.filter(paper_version__paper=paper).order_by("number"))

    return made


@pytest.fixture
def sheets(make_quiz, print_of):
    return print_of(make_quiz("p", 2, kind="assessed", attempts_allowed=1))


@pytest.fixture
def type_in(trainer):
    """type_in(sheet, officer, "c", "a"): as if these answers stood on it, since an hour ago."""
    an_hour_ago = timezone.now() - HOUR

    def typed(sheet, officer, *answers, at=an_hour_ago, seen=0, by=trainer):
        return typing_in.type_in(
            sheet, officer=officer, answers=list(answers), written_at=at, by=by, seen=seen
        )

    return typed


def refusal(type_in, *args, **options) -> str:
    with pytest.raises(Refused) as refused:
        type_in(*args, **options)
    return str(refused.value)


def test_sheet_becomes_an_attempt_as_any_other(sheets, type_in, officer, trainer):
    kept = type_in(sheets[0], officer, "c", "a")

    attempt = Attempt.objects.get(officer=officer)
    assert kept.attempt == attempt
    assert (attempt.mark, attempt.out_of, attempt.passed) == (1, 2, False)
    assert (attempt.channel, attempt.number, attempt.state) == ("paper", 1, "handed_in")
    assert attempt.done_at == kept.entry.written_at < attempt.handed_in_at
    assert attempt.district_id == "0601"
    rules = [response.rule for response in attempt.responses.all()]
    assert rules == ["single.v1", "single.v1"]
    assert reports.summary(attempt.quiz.attempts.results_for(trainer)).officers == 1
    assert AuditEntry.objects.filter(deed="quiz.paper_typed").count() == 1


def test_all_types_are_marked_by_their_rules(make_quiz, print_of, type_in, officer):
    (sheet,) = print_of(make_quiz("p", TYPES, shuffle_questions=False), 1)
    computed = sheet.paper_version.questions.get(question__type="computed")
    income = int(computed.numbers["income"])
    right = [
        "c",
        ["a", "b"],
        "405.000",
        "medical certificate",
        [["a", "c"], ["b", "a"], ["c", "d"]],
        ["c", "a", "d", "b"],
        str(round(income * 9 / 100)),
    ]

    attempt = type_in(sheet, officer, *right).attempt

    assert [response.mark for response in attempt.responses.all()] == [1] * 7
    assert attempt.passed


def test_same_again_writes_nothing(sheets, type_in, officer):
    first = type_in(sheets[0], officer, "c", None)

    again = type_in(sheets[0], officer, "c", None)

    assert not again.is_changed
    assert again.attempt == first.attempt
    assert PaperEntry.objects.count() == Attempt.objects.filter(officer=officer).count() == 1


def test_correction_is_kept_beside_what_was_typed(sheets, type_in, officer):
    QuizFigures.objects.create(quiz=sheets[0].quiz, scope="all", mark="as it was")
    type_in(sheets[0], officer, "c", "a")

    kept = type_in(sheets[0], officer, "c", "c", seen=1)

    assert (kept.entry.number, kept.attempt.mark) == (2, 2)
    assert [entry.answers for entry in PaperEntry.objects.all()] == [["c", "a"], ["c", "c"]]
    assert Attempt.objects.get(officer=officer).passed
    assert AuditEntry.objects.filter(deed="quiz.paper_corrected").count() == 1
    assert QuizFigures.objects.get().mark == ""


def test_sheet_of_another_officer_is_moved(sheets, type_in, officer, colleague):
    type_in(sheets[0], officer, "c", "c")
    Attempt.objects.filter(officer=officer).update(seen_at=timezone.now())

    type_in(sheets[0], colleague, "c", "c", seen=1)

    moved = Attempt.objects.get(quiz__slug="p")
    assert (moved.officer, moved.number, moved.seen_at) == (colleague, 1, None)
    assert [entry.officer for entry in PaperEntry.objects.all()] == [officer, colleague]


def test_somebody_who_typed_it_meanwhile_is_named(
    sheets, type_in, officer, make_person, in_english
):
    other = make_person("LS-T2", "trainer", district="0601", name="Noy", name_latin="Noy")
    type_in(sheets[0], officer, "c", "c", by=other)

    said = refusal(type_in, sheets[0], officer, "a", "c", seen=0)

    assert said.startswith("Noy typed this sheet in meanwhile, for ")
    assert PaperEntry.objects.count() == 1


def test_officer_with_no_attempt_left_is_refused_until_an_exception(
    sheets, type_in, officer, trainer, in_english
):
    attempt = start(sheets[0].quiz, officer=officer, language="lo")
    opened = refusal(type_in, sheets[0], officer, "c", "c")
    hand_in(officer, attempt)
    used = refusal(type_in, sheets[0], officer, "c", "c")
    nothing = {"extra_minutes": None, "closes_at": None}
    overriding.give(
        sheets[0].quiz, [officer], actor=trainer, reason="Paper", extra_attempts=1, **nothing
    )

    kept = type_in(sheets[0], officer, "c", "c")

    assert "has an attempt open on a screen, begun" in opened
    assert "has no attempt left: the last was handed in" in used
    assert "on a screen" in used
    assert kept.attempt.number == 2


def test_open_attempt_stays_open_beside_a_sheet(make_quiz, print_of, type_in, officer):
    (sheet,) = print_of(make_quiz("p", 2), 1)
    begun = start(sheet.quiz, officer=officer, language="lo")

    type_in(sheet, officer, "c", "c")

    begun.refresh_from_db()
    assert begun.is_open
    assert Attempt.objects.filter(officer=officer).count() == 2


def test_same_officer_twice_at_one_time_is_refused(
    make_quiz, print_of, type_in, officer, in_english
):
    one, two = print_of(make_quiz("p", 2))
    type_in(one, officer, "c", "c")

    said = refusal(type_in, two, officer, "a", "c")

    assert f"has sheet {one.number} from the same time already" in said
    assert type_in(two, officer, "a", "c", at=timezone.now() - 2 * HOUR).is_changed


def test_wait_between_attempts_holds_on_paper(make_quiz, print_of, type_in, officer, in_english):
    one, two = print_of(make_quiz("p", 1, wait_minutes=90))
    now = timezone.now()
    type_in(one, officer, "c", at=now - 3 * HOUR)

    said = refusal(type_in, two, officer, "c", at=now - 2 * HOUR)

    assert said.startswith("The attempt before was handed in ")
    assert type_in(two, officer, "c", at=now - HOUR).is_changed


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-30, "This sheet was printed on "),
        (1, "This time has not come yet"),
        (-11, "The quiz opened on "),
        (-2, "The quiz closed on "),
    ],
)
def test_time_that_can_not_be_is_refused(
    make_quiz, print_of, type_in, officer, in_english, hours, said
):
    now = timezone.now()
    (sheet,) = print_of(make_quiz("p", 1, opens_at=now - 10 * HOUR, closes_at=now - 2 * HOUR), 1)

    assert refusal(type_in, sheet, officer, "c", at=now + hours * HOUR).startswith(said)


def test_closed_quiz_takes_what_was_written_before(make_quiz, print_of, type_in, officer):
    now = timezone.now()
    (sheet,) = print_of(make_quiz("p", 1, late_answers="refuse", closes_at=now - 2 * HOUR), 1)

    assert type_in(sheet, officer, "c", at=now - 3 * HOUR).attempt.passed


def test_retired_quiz_takes_no_sheet(sheets, type_in, officer, in_english):
    sheets[0].quiz.state = "retired"
    sheets[0].quiz.save()

    assert "This quiz is not in use now." in refusal(type_in, sheets[0], officer, "c", "c")


def test_changed_quiz_leaves_a_printed_sheet_as_it_is(sheets, type_in, officer):
    quiz = sheets[0].quiz
    quiz.pass_mark = 100
    quiz.save()
    quiz.slots.all().delete()

    attempt = type_in(sheets[0], officer, "c", "c").attempt

    assert (attempt.pass_mark, attempt.responses.count()) == (80, 2)


def test_officer_is_found_by_number_or_name(
    sheets, trainer, officer, officer_elsewhere, in_english
):
    officer.name, officer.name_latin = "ນາງ ຄຳ", "Kham"
    officer.save()
    known = Officers(trainer, sheets[0].quiz)

    found = {known.find(typed) for typed in ("ls-officer", "kham", "ນາງຄຳ", label(officer))}

    assert found == {officer}
    assert officer_elsewhere not in officers_for(trainer, sheets[0].quiz)
    for typed in ("LS-ELSEWHERE", "Nobody", ""):
        with pytest.raises(Refused, match="No officer of yours"):
            known.find(typed)


def test_shared_name_asks_for_the_number(sheets, trainer, officer, colleague, in_english):
    for person in (officer, colleague):
        person.name_latin = "Kham"
        person.save()

    with pytest.raises(Refused, match=r"type the number \(LS-COLLEAGUE, LS-OFFICER\)"):
        Officers(trainer, sheets[0].quiz).find("kham")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-11-25 14:30", "2026-11-25 14:30"),
        ("2026-11-25T14:30", "2026-11-25 14:30"),
        ("25/11/2026  14:30", "2026-11-25 14:30"),
        ("໒໕.໑໑.໒໐໒໖ ໑໔:໓໐", "2026-11-25 14:30"),
        ("2026-11-25", "2026-11-25 12:00"),
        ("2026-11-24", "2026-11-24 15:00"),
        ("2026-11-26", "2026-11-26 09:10"),
        ("2026-11-20", "2026-11-20 12:00"),
    ],
)
def test_time_is_read_as_people_write_it(typed, read):
    printed = times.read("2026-11-24 15:00", None, None)
    now = times.read("2026-11-26 09:10", None, None)

    assert times.written(times.read(typed, printed, now)) == read


@pytest.mark.parametrize("typed", ["", "yesterday", "2026-13-01", "99999-01-01", "14:30"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(Refused) as refused:
        times.read(typed, timezone.now(), timezone.now())

    assert refused.value.field == "written"
