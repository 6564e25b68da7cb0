"""The figures of a quiz: worked cases, what must hold for any marks, and bad files."""

import json
import subprocess
import sys
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from quizzes.faults import Refused
from quizzes.management.commands.analyse_marks import as_json
from quizzes.statistics.analysis import analyse
from quizzes.statistics.guessing import score
from quizzes.statistics.reading import read
from quizzes.statistics.sitting import Sitting, Slot, counted

CASES = json.loads((Path(__file__).parent / "cases" / "quizstats.json").read_text("utf-8"))
TOLERANCE = 1e-9


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def analysed(data) -> dict:
    text = data if isinstance(data, str) else json.dumps(data)
    marks = read(text.encode())
    return as_json(analyse(marks.slots, marks.sittings, marks.which), marks)


def agree(expected, found) -> bool:
    if isinstance(expected, dict):
        return all(agree(value, found.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(agree, expected, found))
    if expected is None or isinstance(expected, bool | str):
        return expected is found or expected == found
    return found is not None and abs(expected - found) <= TOLERANCE * max(1, abs(expected))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_figures_agree_with_worked_case(case):
    found = analysed(case["source"])

    for part, expected in case["expect"].items():
        assert agree(expected, found[part]), (part, expected, found[part])


def sittings(rows) -> list[Sitting]:
    return [
        Sitting(f"u{number}", 1, tuple(Decimal(mark) for mark in row))
        for number, row in enumerate(rows)
    ]


def slots(count: int, worth=1) -> list[Slot]:
    return [Slot(number + 1, Decimal(worth)) for number in range(count)]


def test_equal_marks_of_a_tenth_have_no_variance():
    rows = [["0.1", "0", "1"], ["0.1", "1", "0"], ["0.1", "1", "1"]] * 3

    found = analyse(slots(3), sittings(rows)).slots[0]

    assert found.sd == 0.0
    assert found.discriminationindex is None
    assert found.discriminativeefficiency is None
    assert found.effectiveweight == 0.0


def test_thirds_are_taken_as_they_are_stored():
    rows = [["0.3333333", "1"], ["0.6666667", "0"], ["1", "1"]]

    found = analyse(slots(2), sittings(rows)).quiz

    assert found.average == pytest.approx(1.3333333333, abs=1e-9)


class TestWhichAttemptsCount:
    def of(self, which, *attempts):
        return [s.number for s in counted([Sitting("u", *a) for a in attempts], which)]

    def test_unfinished_never(self):
        assert self.of("all", (1, (Decimal(1),), "inprogress"), (2, (Decimal(0),))) == [2]

    def test_first_and_last_by_number(self):
        attempts = [(3, (Decimal(1),)), (1, (Decimal(0),)), (2, (Decimal(0),))]
        assert self.of("first", *attempts) == [1]
        assert self.of("last", *attempts) == [3]

    def test_earlier_of_two_equally_high(self):
        attempts = [(2, (Decimal(1),)), (1, (Decimal(1),)), (3, (Decimal(0),))]
        assert self.of("highest", *attempts) == [1]

    def test_ungraded_choice_is_not_replaced(self):
        attempts = [(1, (Decimal(1),)), (2, (None,), "finished", True)]
        assert self.of("last", *attempts) == []
        assert self.of("highest", *attempts) == [1]


class TestVariants:
    def rows(self, *variants):
        marks = [Decimal(1), Decimal(0), Decimal(1), Decimal(0)]
        found = [
            Sitting(f"u{n}", 1, (mark, Decimal(n % 2)), variants=(variant, None))
            for n, (mark, variant) in enumerate(zip(marks, variants, strict=True))
        ]
        return [(row.slot, row.variant, row.s) for row in analyse(slots(2), found).variants]

    def test_each_met_variant_has_a_row(self):
        assert self.rows(2, 1, 2, 3) == [(1, 1, 1), (1, 2, 2), (1, 3, 1)]

    def test_first_alone_has_none(self):
        assert self.rows(1, 1, 1, 1) == []

    def test_another_alone_has_one(self):
        assert self.rows(2, 2, 2, 2) == [(1, 2, 4)]


@pytest.mark.parametrize(
    ("guess", "expected"),
    [
        (None, None),
        ({"type": "random"}, None),
        ({"type": "multichoice_multi"}, None),
        ({"type": "multichoice_single", "fractions": [1, 0, 0, -0.2]}, 0.2),
        ({"type": "truefalse"}, 0.5),
        ({"type": "matching", "choices": ["a", "m", "a", "i"]}, 1 / 3),
        ({"type": "shortanswer", "star": 0.5}, 0.5),
        ({"type": "numerical"}, 0.0),
        ({"type": "essay"}, 0.0),
        (
            {
                "type": "cloze",
                "parts": [
                    {"type": "shortanswer", "max": 1, "star": 0},
                    {"type": "multichoice_single", "max": 1, "fractions": [0, 0, 1]},
                ],
            },
            1 / 6,
        ),
    ],
)
def test_random_guess_score(guess, expected):
    assert score(guess) == pytest.approx(expected)


MARKS = st.decimals(0, 1, places=2)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(MARKS, min_size=width, max_size=width), max_size=12)
)


@given(TABLES)
def test_figures_stay_within_what_they_can_be(rows):
    width = len(rows[0]) if rows else 2
    found = analyse(slots(width), sittings(rows))

    weights = [row.effectiveweight for row in found.slots if row.effectiveweight is not None]
    assert not weights or sum(weights) == pytest.approx(100) or sum(weights) == 0
    assert sum(row.intendedweight for row in found.slots) == pytest.approx(100)
    for row in found.slots:
        assert row.facility is not None
        assert 0 <= row.facility <= 1
        if row.discriminativeefficiency is not None:
            assert row.discriminativeefficiency <= 100 + 1e-9
        if row.discriminationindex is not None:
            assert -100 - 1e-9 <= row.discriminationindex <= 100 + 1e-9
    if found.quiz.cic is not None:
        assert found.quiz.cic <= 100


@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_attempts_changes_nothing(rows, random):
    width = len(rows[0]) if rows else 2
    shuffled = random.sample(rows, len(rows))

    assert analyse(slots(width), sittings(rows)) == analyse(slots(width), sittings(shuffled))


@given(TABLES.filter(lambda rows: len(rows) > 3))
def test_marks_ten_times_as_large_change_no_ratio(rows):
    width = len(rows[0])
    once = analyse(slots(width), sittings(rows))
    tenfold = analyse(slots(width, 10), sittings([[mark * 10 for mark in row] for row in rows]))

    assert tenfold.quiz.cic == pytest.approx(once.quiz.cic)
    assert tenfold.quiz.skewness == pytest.approx(once.quiz.skewness)
    assert tenfold.quiz.kurtosis == pytest.approx(once.quiz.kurtosis)
    for one, ten in zip(once.slots, tenfold.slots, strict=True):
        assert ten.facility == pytest.approx(one.facility)
        assert ten.discriminationindex == pytest.approx(one.discriminationindex)


class TestTable:
    def test_is_read_with_either_delimiter_and_decimal_comma(self):
        comma = analysed("person,q1,q2\nmax,1,2\nແກ້ວ,0.5,2\nສົມໃຈ,1,\n")
        semicolon = analysed("person;q1;q2\nmax;1;2\nແກ້ວ;0,5;2\nສົມໃຈ;1;\n")

        assert comma == semicolon
        assert comma["quiz"]["average"] == 1.75
        assert [slot["name"] for slot in comma["slots"]] == ["q1", "q2"]

    def test_second_line_of_a_person_is_the_second_attempt(self):
        marks = read(b"p,q\nmax,1\nKeo,0\nKeo,1\n")

        assert [(s.person, s.number) for s in marks.sittings] == [("Keo", 1), ("Keo", 2)]

    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("", 1, "first line"),
            ("p,q\n", 1, "second hold"),
            ("p\nmax\n", 1, "1 to 500 questions"),
            ("p,q1,q2\nmax,1,1\nKeo,1\n", 3, "2 cells"),
            ("p,q1,q2\nmax,1,1\nKeo,1,0,1\n", 3, "4 cells"),
            ("p,q1\nmax,1\nKeo,2\n", 3, "above the maximum"),
            ("p,q1\nmax,1\nKeo,good\n", 3, "“good” is no mark"),
            ("p,q1\nmax,\n", 2, "maximum mark"),
            ("p,q1\nmax,-1\n", 2, "maximum mark"),
            ("p,q1\nmax,1\n,1\n", 3, "name the person"),
            ("p,q1\nmax,1\nKeo,NaN\n", 3, "no mark"),
            ("p,q1\nmax,1\nKeo,1e400\n", 3, "no mark"),
            ('p,q1\nmax,1\n"Keo,1\n', 3, "quotation mark"),
        ],
    )
    def test_fault_is_named_with_its_line(self, text, line, words):
        with pytest.raises(Refused) as refused:
            read(text.encode())

        assert refused.value.faults[0].line == line
        assert words in refused.value.faults[0].message

    def test_all_faults_are_named_at_once(self):
        with pytest.raises(Refused) as refused:
            read(b"p,q\nmax,1\nA,2\nB,1\nC,x\n")

        assert [fault.line for fault in refused.value.faults] == [3, 5]

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ("p,q\nmax,1\nKeo,1".encode("utf-16"), "UTF-16"),
            ("p,q\nmax,1\nKeo,1".encode("utf-16-le"), "UTF-16"),
            ("คน,q\nmax,1\nแก้ว,1".encode("cp874"), "Windows-874"),
            (b"p,q\nmax,1\nKeo\x00,1", "NUL"),
            (b"p,q\nmax,1\n\xfc\xff,1", "not UTF-8"),
        ],
    )
    def test_other_encoding_is_named(self, data, words):
        with pytest.raises(Refused, match=words):
            read(data)


NAMES = ("slots", "attempts", "max", "marks", "user", "attempt", "guess", "type", "picked")
ANYTHING = st.fixed_dictionaries(
    {"slots": st.lists(st.fixed_dictionaries({"max": st.integers(0, 3)}) | st.none(), max_size=3)},
    optional={
        "attempts": st.recursive(
            st.none() | st.integers() | st.text("ກa", max_size=3),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
            ),
            max_leaves=12,
        )
    },
)


class TestJSON:
    SLOTS = [{"slot": 1, "max": 1}, {"slot": 2, "max": 1}]

    @pytest.mark.parametrize(
        "data",
        [
            [],
            {},
            {"slots": 3},
            {"slots": [{"max": "x"}], "attempts": []},
            {"slots": [{"max": -1}], "attempts": []},
            {"slots": [None], "attempts": []},
            {"slots": [{"max": 1, "guess": {"type": "spell"}}], "attempts": []},
            {"slots": [{"max": 1, "guess": {"type": "cloze", "parts": [1]}}], "attempts": []},
            {"slots": SLOTS},
            {"slots": SLOTS, "attempts": [None]},
            {"slots": SLOTS, "attempts": [{"user": "u", "marks": [1]}]},
            {"slots": SLOTS, "attempts": [{"user": "u", "marks": [1, "x"]}]},
            {"slots": SLOTS, "attempts": [{"user": "u", "marks": [1, 2]}]},
            {"slots": SLOTS, "attempts": [{"user": "u", "marks": [1, True]}]},
            {"slots": SLOTS, "attempts": [{"marks": [1, 1]}]},
            {"slots": SLOTS, "attempts": [{"user": "u", "marks": [1, 1], "picked": ["a"]}]},
            {"slots": SLOTS, "attempts": [{"user": "u", "marks": [1, 1], "picked": [1, 2]}]},
            {"slots": SLOTS, "attempts": [], "which": "best"},
        ],
        ids=str,
    )
    def test_what_is_no_marks_is_refused(self, data):
        with pytest.raises(Refused):
            read(json.dumps(data).encode())

    def test_broken_json_is_named_with_its_line(self):
        with pytest.raises(Refused) as refused:
            read(b'{"slots": [\n{"max" 1}]}')

        assert refused.value.faults[0].line == 2

    def test_deep_json_is_refused(self):
        with pytest.raises(Refused):
            read(b"[" * 200_000)

    @given(ANYTHING)
    @hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow
    def test_any_json_is_read_or_refused(self, data):
        with suppress(Refused):
            analysed(json.dumps(data))


def run(*arguments, given_bytes=b""):
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "analyse_marks", *arguments],
        input=given_bytes,
        capture_output=True,
        check=False,
    )


class TestCommand:
    def test_prints_one_json_object(self):
        done = run("-", "--json", given_bytes=b"p,q\nmax,1\nKeo,1\nNoy,0\n")

        assert done.returncode == 0
        assert json.loads(done.stdout)["quiz"]["average"] == 0.5

    def test_refuses_with_line(self):
        refused = run("-", "--json", given_bytes=b"p,q\nmax,1\nKeo,2\n")

        assert refused.returncode == 1
        answer = json.loads(refused.stdout)
        assert answer["error"]["line"] == 3
        assert answer["errors"] == [answer["error"]]
        assert b"line 3" in refused.stderr

    def test_missing_file_is_wrong_usage(self, tmp_path):
        assert run(tmp_path / "none.csv").returncode == 2

    def test_tells_people(self):
        done = run("-", given_bytes=b"p,q\nmax,1\nKeo,1\nNoy,0\n")

        assert b"average                 0.5000" in done.stdout
