"""Waiting months are worked out on the phone as on the server."""

from datetime import date

import pytest
from django.utils import translation

from sop_pages import calculators

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 11, 25)
TYPED_MONTHS = ["0", "4", " 12 ", "໑໒", "720", "721", "0720", "9999999", "", "x", "-1", "4.5"]
TYPED_UNTIL = [
    *("", " ", "11/2026", "2026-11", "12/2026", "1/2027", "໑໐/໒໐໒໖", "10-2026", "2026/10"),
    *("13/2026", "0/2026", "12/1989", "1/1990", "2025-1", "26-11", "11 2026", "x"),
]
COMPUTED = """
async ([months, until, cases, today]) => {
  const { readMonth, readMonths, waitingFor } =
    await import("/static/js/offline/waiting_months.js");
  return [
    months.map(readMonths),
    until.map((typed) => readMonth(typed, today)),
    cases.map(([paid, needed, last]) => waitingFor(paid, needed, last)),
  ];
}
"""
CASES = [
    (paid, needed, date(year, month, 1))
    for paid in (0, 1, 5, 9, 12, 60)
    for needed in (0, 3, 9, 12, 60)
    for year, month in ((2026, 1), (2026, 11), (2026, 12), (2025, 6))
]


def months(typed: str) -> int | None:
    try:
        return calculators.read_months(typed)
    except calculators.Unusable:
        return None


def month(typed: str) -> list[int] | str:
    try:
        found = calculators.read_month(typed, TODAY)
    except calculators.Unusable as fault:
        return "later" if "later" in str(fault) else "wrong"
    return [found.year, found.month]


def waiting(paid: int, needed: int, last: date) -> dict:
    found = calculators.waiting(paid, needed, last)
    enough = found.enough and [found.enough.year, found.enough.month]
    return {"missing": found.missing, "enough": enough}


def test_months_are_read_and_computed_as_on_the_server(open_page, page_faults):
    page_faults.expect("404")  # no icon of its own
    page = open_page("/static/icons/mark.svg")
    cases = [(paid, needed, [last.year, last.month]) for paid, needed, last in CASES]

    said = page.evaluate(COMPUTED, [TYPED_MONTHS, TYPED_UNTIL, cases, [2026, 11]])

    with translation.override("en"):
        known = [
            [months(typed) for typed in TYPED_MONTHS],
            [month(typed) for typed in TYPED_UNTIL],
            [waiting(*case) for case in CASES],
        ]
    for seen, expected in zip(said, known, strict=True):
        assert seen == expected
