"""The statistics of a quiz from its attempts in the database, and the page that tells them."""

import json
import math
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from quizzes.figures import keeping, plots, words
from quizzes.figures.choices import chosen_options, thirds
from quizzes.figures.gathering import gather
from quizzes.figures.keeping import figures_of, make_wanted
from quizzes.figures.languages import Band, common_odds, gap
from quizzes.figures.making import made
from quizzes.figures.scope import Scope
from quizzes.models import Attempt, Pool, QuizFigures, QuizSlot, Response

from .test_statistics import agree

CASES = json.loads((Path(__file__).parent / "cases" / "quizstats.json").read_text("utf-8"))
DISTRICT = next(case for case in CASES if case["name"] == "district-officers-60x10")


@pytest.fixture
def hand_in(make_person, db):
    """hand_in(quiz, "u1", [1, 0, None], language="en"): an attempt with these marks, handed in."""
    people, numbers = {}, {}

    def handed_in(quiz, who, marks, language="lo", district="1601", chosen=None):
        if who not in people:
            people[who] = make_person(f"LS-{who}", "officer", district=district)
        numbers[quiz.pk, who] = number = numbers.get((quiz.pk, who), 0) + 1
        slots = list(quiz.slots.all())
        total = sum(Decimal(str(mark or 0)) for mark in marks)
        attempt = Attempt.objects.create(
            quiz=quiz, officer=people[who], number=number, state="handed_in", seed=1,
            district_id=district, language=language, pass_mark=80, started_at=timezone.now(),
            handed_in_at=timezone.now(), mark=total, out_of=sum(slot.marks for slot in slots),
        )  # fmt: skip
        for position, (slot, mark) in enumerate(zip(slots, marks, strict=True)):
            answer = None if mark is None else "c" if mark == slot.marks else "a"
            if chosen:
                answer = chosen[position]
            Response.objects.create(
                attempt=attempt, position=position, slot=slot, question=slot.question,
                version=slot.question.versions.get(), out_of=slot.marks, mark=mark or 0,
                answer=answer,
            )  # fmt: skip
        return attempt

    return handed_in


@pytest.fixture
def district_quiz(make_quiz, hand_in):
    """The 60 officers of the worked case, as attempts at ten single choices."""
    quiz = make_quiz("district", len(DISTRICT["source"]["slots"]), kind="assessed")
    for entry in DISTRICT["source"]["attempts"]:
        hand_in(quiz, entry["user"], entry["marks"])
    return quiz


def test_steps_put_in_place_are_counted_by_thirds(make_quiz, hand_in):
    quiz = make_quiz("steps", ["ordering", "single"])
    for who, order, marks in [("1", "cadb", [1, 1]), ("2", "bcad", [1, 0]), ("3", "bdac", [0, 0])]:
        hand_in(quiz, who, marks, chosen=[list(order), "c"])

    found = made(quiz, Scope("all"))

    row = next(row for row in found["questions"] if row["key"] == "steps-01")
    placed = {one["key"]: one["by_third"] for one in row["options"]}
    assert placed == {"c": (0, 0, 1), "a": (0, 1, 1), "d": (0, 1, 1), "b": (0, 0, 1)}
    assert not any(one["is_misconception"] for one in row["options"])
    assert row["randomguessscore"] == 0.25


class TestGathering:
    def test_attempts_of_the_database_give_the_worked_figures(self, district_quiz):
        found = made(district_quiz, Scope("all"))

        assert agree(DISTRICT["expect"]["quiz"], found["quiz"])
        expected = [row | {"randomguessscore": 0.25} for row in DISTRICT["expect"]["slots"]]
        assert agree(expected, found["places"])
        assert (found["officers"], sum(found["bands"]), found["left_out"]) == (60, 60, 0)

    def test_queries_stay_as_few_for_sixty_officers(
        self, district_quiz, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(6):
            gather(district_quiz, Scope("all"))

    def test_blank_is_a_mark_of_nothing_and_counted_as_blank(self, make_quiz, hand_in):
        quiz = make_quiz("blank", 2)
        hand_in(quiz, "u1", [1, None])
        hand_in(quiz, "u2", [1, 1])

        found = made(quiz, Scope("all"))

        assert found["quiz"]["average"] == 1.5
        assert [row["blank"] for row in found["questions"]] == [0, 1]

    @pytest.mark.parametrize(
        ("which", "average"), [("first", 1), ("last", 2), ("highest", 3), ("all", 2)]
    )
    def test_first_last_and_best_attempts(self, make_quiz, hand_in, which, average):
        quiz = make_quiz("again", 3)
        for marks in ([1, 0, 0], [1, 1, 1], [1, 1, 0]):
            hand_in(quiz, "u1", marks)

        assert made(quiz, Scope(which))["quiz"]["average"] == average

    def test_open_attempt_is_not_counted(self, begun):
        assert made(begun.quiz, Scope("all"))["quiz"]["n"] == 0

    def test_province_and_language_narrow(self, make_quiz, hand_in):
        quiz = make_quiz("places", 1)
        hand_in(quiz, "u1", [1], language="lo", district="1601")
        hand_in(quiz, "u2", [0], language="en", district="1602")
        hand_in(quiz, "u3", [0], language="en", district="0601")

        assert made(quiz, Scope("all", "16"))["quiz"]["n"] == 2
        assert made(quiz, Scope("all", "16", "en"))["quiz"]["average"] == 0

    def test_attempt_at_an_earlier_form_is_left_out_and_said(
        self, make_quiz, hand_in, make_question
    ):
        quiz = make_quiz("grown", 2)
        hand_in(quiz, "u1", [1, 1])
        added = make_question("grown-03")
        QuizSlot.objects.create(quiz=quiz, position=3, question=added)
        hand_in(quiz, "u2", [1, 0, 1])

        found = made(quiz, Scope("all"))

        assert (found["quiz"]["n"], found["left_out"]) == (1, 1)

    def test_drawn_questions_have_rows_of_their_own(self, make_quiz, make_question, make_person):
        quiz = make_quiz("drawn", 1)
        pool = Pool.objects.create(name="drawn")
        first, second = (make_question(key) for key in ("drawn-a", "drawn-b"))
        slot = QuizSlot.objects.create(quiz=quiz, position=2, pool=pool, count=1)
        for n, (question, mark) in enumerate([(first, 1), (first, 0), (second, 1)]):
            attempt = Attempt.objects.create(
                quiz=quiz, officer=make_person(f"LS-D{n}", "officer"), number=1, seed=1,
                state="handed_in", language="lo", pass_mark=80, started_at=timezone.now(),
                handed_in_at=timezone.now(), mark=mark + 1, out_of=2,
            )  # fmt: skip
            fixed = quiz.slots.get(position=1)
            for position, (place, asked, got) in enumerate(
                [(fixed, fixed.question, 1), (slot, question, mark)]
            ):
                Response.objects.create(
                    attempt=attempt, position=position, slot=place, question=asked,
                    version=asked.versions.get(), out_of=1, mark=got, answer="c" if got else "a",
                )  # fmt: skip

        found = made(quiz, Scope("all"))

        assert [(row["key"], row["is_drawn"]) for row in found["places"]] == [
            ("drawn-01", False),
            ("", True),
        ]
        rows = {row["key"]: (row["s"], row["facility"]) for row in found["questions"]}
        assert rows == {"drawn-01": (3, 1.0), "drawn-a": (2, 0.5), "drawn-b": (1, 1.0)}


class TestLanguages:
    def test_one_band_has_the_odds_and_variance_of_a_plain_table(self):
        odds, low, high = common_odds([Band(30, 10, 20, 20)])

        deviation = math.sqrt(1 / 30 + 1 / 10 + 1 / 20 + 1 / 20)
        assert odds == pytest.approx(3)
        assert low == pytest.approx(3 * math.exp(-1.959963984540054 * deviation))
        assert high == pytest.approx(3 * math.exp(1.959963984540054 * deviation))

    def test_same_band_twice_has_the_same_odds_and_half_the_variance(self):
        once, twice = common_odds([Band(30, 10, 20, 20)]), common_odds([Band(30, 10, 20, 20)] * 2)

        assert twice[0] == pytest.approx(once[0])
        widths = [math.log(found[2] / found[0]) for found in (once, twice)]
        assert widths[1] == pytest.approx(widths[0] / math.sqrt(2))

    def test_band_with_one_language_says_nothing(self):
        assert common_odds([Band(9, 1, 0, 0)]) == (None, None, None)

    def test_all_wrong_in_one_language_is_found_too(self):
        answers = [("lo", n % 5, True) for n in range(40)] + [
            ("en", n % 5, False) for n in range(40)
        ]

        found = gap(answers)

        assert found.is_flagged
        assert found.harder_in == "en"
        assert math.isfinite(found.high)

    def test_weaker_group_alone_is_no_flag(self):
        # English is chosen by those who know less; at each total both do as well.
        answers = [("lo", total, n < total) for total in (2, 3, 4) for n in range(5)] * 4
        answers += [("en", total, n < total) for total in (1, 2, 3) for n in range(5)] * 4

        found = gap(answers)

        assert found.facility_lo > found.facility_en
        assert not found.is_flagged

    def test_nineteen_answers_are_too_few(self):
        assert gap([("lo", 1, True)] * 40 + [("en", 1, False)] * 19) is None


class TestChoices:
    def test_thirds_keep_equal_totals_together(self):
        assert thirds([0, 1, 2, 3, 4, 5]) == [0, 0, 1, 1, 2, 2]
        assert thirds([3, 3, 3]) == [1, 1, 1]
        assert thirds([6] * 15 + [5] * 5 + [3] * 3) == [2] * 15 + [0] * 8
        assert thirds([1, 2]) == [0, 2]
        assert thirds([]) == []

    def test_wrong_option_of_a_third_is_a_misconception(self):
        options = [{"key": "a", "weight": "1"}, {"key": "b", "weight": "0"}]
        answers = [(0, ("b",)), (1, ("b",)), (1, ("a",)), (2, ("a",)), (2, ("a",)), (2, ())]

        right, wrong = chosen_options(options, answers)

        assert (right.by_third, wrong.by_third) == ((0, 1, 2), (1, 1, 0))
        assert wrong.share == pytest.approx(0.4)
        assert not wrong.is_misconception  # two are too few
        _right, wrong = chosen_options(options, answers * 3)
        assert wrong.is_misconception
        assert not right.is_misconception


class TestWords:
    @pytest.mark.parametrize(
        ("figures", "said", "odd"),
        [
            ({"s": 4}, "Too few", False),
            ({"facility": 0.2, "discriminationindex": -5}, "the best no more than the rest", True),
            ({"facility": 0.7, "discriminationindex": -5}, "more often than the rest", True),
            ({"facility": 0.97, "discriminationindex": 5}, "Nearly all", False),
            ({"facility": 1.0, "discriminationindex": None}, "Everybody", False),
            ({"facility": 0.27, "randomguessscore": 0.25}, "than guessing", True),
            ({"facility": 0.35}, "Hard", True),
            ({"facility": 0.7, "discriminationindex": 4}, "look at the wording", True),
            ({"facility": 0.7, "discriminationindex": 40}, "A good question", False),
            ({"facility": 0.7, "discriminationindex": 20}, "It works", False),
        ],
    )
    def test_question_in_a_sentence(self, figures, said, odd):
        row = {"s": 40, "facility": 0.6, "discriminationindex": 25, "randomguessscore": None}
        with translation.override("en"):
            found = words.of_question(row | figures)

        assert said in found[0]
        assert found[1] is odd

    @pytest.mark.parametrize(
        ("cic", "said"), [(80, "tells officers apart"), (60, "roughly"), (-20, "don't pull")]
    )
    def test_quiz_in_sentences(self, cic, said):
        figures = {"n": 12, "average": 7.5, "median": 8, "cic": cic, "standarderror": 1.24}
        with translation.override("en"):
            found = words.of_quiz({"quiz": figures, "worth": "10"})

        assert found[0].startswith("12 attempts count: 75% of the marks on average, half have 80%")
        assert "small" in found[1]
        assert said in found[2]


class TestKeeping:
    def test_figures_are_kept_until_an_attempt_comes(self, make_quiz, hand_in):
        quiz = make_quiz("kept", 1)
        hand_in(quiz, "u1", [1])
        first, _current = figures_of(quiz, Scope())
        assert figures_of(quiz, Scope())[0].made_at == first.made_at

        hand_in(quiz, "u2", [0])

        later, is_current = figures_of(quiz, Scope())
        assert is_current
        assert (later.attempts, later.data["quiz"]["average"]) == (2, 0.5)

    def test_many_answers_are_reckoned_by_the_timed_deed(self, make_quiz, hand_in, monkeypatch):
        monkeypatch.setattr(keeping, "AT_ONCE", 0)
        quiz = make_quiz("many", 1)
        hand_in(quiz, "u1", [1])

        kept, is_current = figures_of(quiz, Scope())
        assert (kept.made_at, is_current) == (None, False)
        assert make_wanted() == "1 quizzes' figures made."
        kept, is_current = figures_of(quiz, Scope())
        assert is_current
        assert kept.data["quiz"]["n"] == 1
        hand_in(quiz, "u2", [0])
        kept, is_current = figures_of(quiz, Scope())
        assert (kept.attempts, is_current) == (1, False)
        make_wanted()
        assert QuizFigures.objects.get().attempts == 2
        assert make_wanted() is None

    def test_a_mark_that_was_changed_renews_them(self, make_quiz, hand_in):
        quiz = make_quiz("regraded", 1)
        attempt = hand_in(quiz, "u1", [0])
        figures_of(quiz, Scope())
        attempt.responses.update(mark=1)
        Attempt.objects.filter(pk=attempt.pk).update(mark=1)

        assert figures_of(quiz, Scope())[0].data["quiz"]["average"] == 1


class TestPage:
    def page(self, client, quiz, **asked):
        return client.get(reverse("quiz_figures", args=[quiz.slug]), asked)

    def test_reviewer_reads_words_and_figures(self, district_quiz, reviewer, as_):
        shown = self.page(as_(reviewer), district_quiz, which="all")
        text = shown.content.decode()

        assert shown.status_code == 200
        assert shown.context["data"]["quiz"]["n"] == 60
        assert len(shown.context["rows"]) == 10
        assert f"{DISTRICT['expect']['quiz']['cic']:.1f}" in text.replace(",", ".")

    def test_trainer_sees_the_own_province_only(self, make_quiz, hand_in, trainer, as_):
        quiz = make_quiz("mine", 1)
        own = trainer.province_id
        hand_in(quiz, "u1", [1], district=f"{own}01")
        other = "06" if own != "06" else "16"
        hand_in(quiz, "u2", [0], district=f"{other}01")

        for wish, province in (({}, ""), ({"province": other}, own), ({"province": "?"}, own)):
            shown = self.page(as_(trainer), quiz, **wish)
            assert shown.context["scope"].province == province
            assert shown.context["data"]["quiz"]["n"] == 1

    def test_paper_is_looked_at_apart(self, make_quiz, hand_in, reviewer, as_):
        quiz = make_quiz("both", 1)
        hand_in(quiz, "u1", [1])
        hand_in(quiz, "u2", [0])
        Attempt.objects.filter(pk=hand_in(quiz, "u3", [0], language="en").pk).update(
            channel="paper"
        )

        shown = {wish: self.page(as_(reviewer), quiz, channel=wish) for wish in ("paper", "screen")}
        counts = {wish: page.context["data"]["quiz"]["n"] for wish, page in shown.items()}
        assert counts == {"paper": 1, "screen": 2}
        assert '<option value="paper" selected>' in shown["paper"].content.decode()
        assert self.page(as_(reviewer), quiz, channel="air").context["data"]["quiz"]["n"] == 3
        longest = Scope("highest", "06", "lo", "screen")
        assert Scope.of_key(longest.key) == longest
        assert len(longest.key) <= QuizFigures._meta.get_field("scope").max_length

    def test_who_has_no_key_has_no_statistics(self, make_quiz, officer, coordinator, as_):
        quiz = make_quiz("closed", 1)

        for person in (officer, coordinator):
            assert self.page(as_(person), quiz).status_code in (302, 403)

    def test_nobody_has_handed_in(self, make_quiz, reviewer, as_):
        shown = self.page(as_(reviewer), make_quiz("empty", 1), which="wrong", language="xx")

        assert shown.status_code == 200
        assert shown.context["scope"] == Scope()

    def test_misconception_and_step_stand_with_the_question(
        self, make_quiz, hand_in, reviewer, as_, step
    ):
        quiz = make_quiz("wrong", 2)
        question = quiz.slots.first().question
        question.step, question.sop = step, step.sop
        question.save()
        for n in range(9):
            hand_in(
                quiz, f"u{n}", [int(n % 3 == 0), n % 2], chosen=["c" if n % 3 == 0 else "a", "c"]
            )

        shown = self.page(as_(reviewer), quiz, which="all")
        row = next(row for row in shown.context["rows"] if row["key"] == question.key)

        assert [option["key"] for option in row["misconceptions"]] == ["a"]
        assert "#fill-form" in shown.content.decode()


def test_plot_of_questions_grows_with_what_was_found():
    rows = [
        {"facility": 0.5, "discriminationindex": index, "slot": n, "looks_odd": False}
        for n, index in enumerate([-45, 10, 88], 1)
    ]

    plot = plots.questions_plot([*rows, rows[0] | {"discriminationindex": None}])

    assert (plot.low, plot.high) == (-60, 100)
    assert [dot.label for dot in plot.dots] == ["1", "2", "3"]
    assert plots.TOP <= plot.dots[2].y < plot.zero < plot.dots[0].y <= plots.BASE
