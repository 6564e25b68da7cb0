"""What the benchmark says of its figures; the figures themselves need a server and minutes."""

import pytest

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
