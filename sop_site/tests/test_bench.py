"""What the benchmark says of its figures; the figures themselves need a server and minutes."""

from types import SimpleNamespace

import pytest

from sop_site.bench import attempts
from sop_site.bench.attempts_load import lost, wrong_marks
from sop_site.bench.recall import holds
from sop_site.bench.table import table
from sop_site.lao.text import fold

ROWS = {
    "plain view": 1,
    "Wagtail page as usual": 20,
    "SOP, anonymous": 2,
    "SOP, signed in": 5,
    "SOP, not changed since": 1.5,
    "home, anonymous": 3,
    "home, signed in": 12,
    "search page": 20,
    "section": 6,
    "search API": 18,
    "SOP, large": 2,
    "section, large": 8,
    "search API, large": 22,
}


@pytest.fixture
def result():
    """A run of three rounds in which every aim is met."""
    return {
        "rows": {
            name: {"ms": ratio, "ratio": ratio, "ratios": [ratio] * 3}
            for name, ratio in ROWS.items()
        },
        "queries": dict.fromkeys(ROWS, 2),
        "large": 4000,
        "recall": {"words": 2, "held": 100, "found": 100, "share": 1.0},
        "first_view": {
            "requests": 5,
            "bytes": 30_000,
            "script_bytes": 13_000,
            "later_requests": 1,
            "later_bytes": 11_000,
        },
        "memory_mb": 140,
        "start_seconds": 2.0,
        "start_cpu_seconds": 1.7,
    }


def test_table_says_what_is_met(result):
    said = table(result)

    assert "**missed**" not in said
    assert said.count("| met |") == 13


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (lambda r: r["rows"]["SOP, anonymous"].update(ratios=[9, 2, 9]), "SOP, anonymous"),
        (lambda r: r["queries"].update({"SOP, anonymous": 3}), "SOP, anonymous"),
        (lambda r: r["rows"]["section, large"].update(ratios=[12, 1, 12]), "section: 4,000"),
        (lambda r: r["first_view"].update(requests=6), "first view"),
        (lambda r: r["first_view"].update(script_bytes=15_000), "first view"),
        (lambda r: r["recall"].update(share=0.97), "recall"),
        (lambda r: r.update(start_seconds=3.2), "cold start"),
    ],
)
def test_table_says_what_is_missed(result, change, row):
    change(result)

    missed = [line for line in table(result).splitlines() if "**missed**" in line]

    assert [line.startswith(f"| {row}") for line in missed] == [True]


@pytest.mark.parametrize(
    ("text", "held"),
    [("ຫຼາຍປີ", True), ("ປີ 2026", True), ("ສາມປີຕິດຕໍ່", True), ("ເປີດເບິ່ງ", False), ("ປິດ", False)],
)
def test_word_is_held_where_its_signs_are_not_another_syllables(text, held):
    assert holds(fold(text), fold("ປີ")) is held


def room(**change) -> dict:
    """What the bench of attempts found, with every aim met but for `change`."""
    cuts = {"p50": 20.0, "p95": 90.0}
    found = {
        "officers": 220,
        "requests": 5720,
        "rate": 47.0,
        "waits": 0,
        "errors": [],
        "answers": 4400,
        "lost": 0,
        "handed_in": 220,
        "ms": {"begin": cuts, "answer": cuts, "hand_in": cuts},
    }
    return {"minutes": 2.0, "databases": {"SQLite": found | change}}


def test_room_at_a_quiz_is_met_when_nothing_is_lost():
    assert attempts.table(room()).endswith(
        "| SQLite | 220 | 5720, 47 | 0, 0 | 0 of 4400 | 220 | 20, 90 ms | 20, 90 ms | 20, 90 ms "
        "| met |"
    )


@pytest.mark.parametrize("change", [{"lost": 1}, {"errors": ["Broken"]}, {"handed_in": 219}])
def test_room_at_a_quiz_is_missed_by_one(change):
    assert attempts.table(room(**change)).endswith("| **missed** |")


@pytest.mark.parametrize(
    ("kept", "missing", "wrong"),
    [
        ({"k": [1.0, {"q1": "b", "q2": "a"}]}, 0, 0),
        ({"k": [1.0, {"q1": "b", "q2": None}]}, 1, 0),
        ({"k": [None, {"q1": "b", "q2": "a"}]}, 0, 0),
        ({"k": [2.0, {"q1": "b", "q2": "a"}]}, 0, 1),
        ({}, 2, 0),
    ],
)
def test_answers_that_are_not_as_given_are_counted(kept, missing, wrong):
    officer = SimpleNamespace(attempt="k", given={"q1": "b", "q2": "a"})

    assert lost(officer, kept) == missing
    assert len(wrong_marks([officer], kept)) == wrong
