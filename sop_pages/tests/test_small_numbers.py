"""No hidden count can be worked out: tried by going through all tables that look the same."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_pages import small_numbers
from sop_pages.small_numbers import FEW, guarded, guarded_table


def possible_lists(counts, total, told):
    """All lists of counts with this total that agree with what is told."""
    free = [at for at, count in enumerate(told) if count is None]
    left = total - sum(count or 0 for count in told)
    for values in shares(left, len(free)):
        yield dict(zip(free, values, strict=True))


def shares(total, parts):
    """All ways to share a total out to so many parts."""
    if parts == 0:
        if total == 0:
            yield ()
        return
    for cuts in itertools.combinations(range(total + parts - 1), parts - 1):
        marks = (-1, *cuts, total + parts - 1)
        yield tuple(b - a - 1 for a, b in itertools.pairwise(marks))


def possible_tables(told):
    """All tables that agree with what is told: cells, totals, and the total of all."""
    for table in _rows_that_agree(told, 0):
        sums = [sum(column) for column in zip(*table, strict=True)]
        fits = all(told.columns[j] in (None, total) for j, total in enumerate(sums))
        if fits and sum(sums) == told.total:
            yield table


def row_totals(table):
    return tuple(map(sum, table))


def _rows_that_agree(told, at):
    if at == len(told.cells):
        yield []
        return
    for row in _row_that_agrees(told.cells[at], told.rows[at], told.total):
        for rest in _rows_that_agree(told, at + 1):
            yield [row, *rest]


def _row_that_agrees(cells, total, most):
    free = cells.count(None)
    known = sum(count or 0 for count in cells)
    totals = [total] if total is not None else range(known, most + 1)
    for one in totals:
        for values in shares(one - known, free) if one >= known else ():
            filled = iter(values)
            yield [next(filled) if count is None else count for count in cells]


@pytest.mark.parametrize(
    ("counts", "told", "total"),
    [
        ([], [], 0),
        ([0, 0], [0, 0], 0),
        ([7, 12, 5], [7, 12, 5], 24),
        ([3, 12, 9], [None, 12, None], 24),
        ([3, 4, 20], [None, None, 20], 27),
        ([1, 1, 20, 6], [None, None, 20, None], 28),
        ([3, 0, 6], [None, 0, None], 9),
        ([3, 0, 0], [None, None, None], None),
        # Five together, at least one each: each is one.
        ([1, 1, 1, 1, 1, 8], [None] * 6, 13),
        ([1, 1, 1, 1, 1], [None] * 5, None),
    ],
)
def test_list_hides_few_and_what_tells_them(counts, told, total):
    found = guarded(dict(enumerate(counts)))

    assert list(found.counts.values()) == told
    assert found.total == total


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_no_hidden_count_of_a_list_follows(counts):
    found = guarded(dict(enumerate(counts)))
    told = list(found.counts.values())

    assert all(not small_numbers.is_few(count) for count in told if count is not None)
    if found.total is None:
        assert sum(counts) < FEW or set(told) == {None}
        return
    seen = {}
    for values in possible_lists(counts, found.total, told):
        for at, value in values.items():
            # Who knows that a nought is shown wherever it can be knows that none is hidden here.
            if value or not all(counts[at] for at in values):
                seen.setdefault(at, set()).add(value)
    for at, count in enumerate(told):
        if count is None and counts[at]:
            assert len(seen[at]) > 1, (counts, told)


TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 7), min_size=width, max_size=width), min_size=1, max_size=3
    )
)


@settings(deadline=None)  # some have many tables to go through
@given(TABLES)
def test_no_hidden_count_of_a_table_follows(table):
    told = guarded_table(table)

    shown = [count for line in told.cells for count in line if count is not None]
    totals = [*told.rows, *told.columns, told.total]
    assert not any(small_numbers.is_few(n) for n in [*shown, *(n for n in totals if n is not None)])
    if told.total is None:
        assert not shown
        return
    if too_many(told):
        return
    assert_hidden(table, told, possible_tables(told))


def too_many(told):
    """Tables to go through; the small ones tell enough."""
    return sum(line.count(None) for line in told.cells) > 5


def assert_hidden(table, told, possible):
    """Another count could stand in each hidden cell that isn't nought."""
    certain = {
        (i, j)
        for i, line in enumerate(table)
        for j, count in enumerate(line)
        if count and told.cells[i][j] is None
    }
    for other in possible:
        certain = {(i, j) for i, j in certain if other[i][j] == table[i][j]}
        if not certain:
            return
    assert not certain, (table, told)


@settings(deadline=None)  # some have many tables to go through
@given(TABLES, st.randoms(use_true_random=False))
def test_tables_with_the_same_totals_hide_the_same_rows(table, chance):
    """By sex and by outcome: whichever columns share a row out, its total is told or not told."""
    other = [_shared_anew(sum(line), chance) for line in table]

    first, second = guarded_table(table), guarded_table(other)
    assert (first.rows, first.total) == (second.rows, second.total)
    if first.total is None or too_many(first) or too_many(second):
        return
    # Side by side they tell no more: only tables with the same totals of rows are possible.
    both = {row_totals(t) for t in possible_tables(first)}
    both &= {row_totals(t) for t in possible_tables(second)}
    for one, told in ((table, first), (other, second)):
        assert_hidden(one, told, (t for t in possible_tables(told) if row_totals(t) in both))


def _shared_anew(total, chance):
    part = chance.randint(0, total)
    return [part, total - part]


def test_row_of_few_is_hidden_whole_with_another():
    told = guarded_table([[2, 1], [9, 8], [5, 6], [20, 20]])

    assert told.rows == [None, 17, None, 40]
    assert told.cells == [[None, None], [9, 8], [None, None], [20, 20]]
    assert told.columns == [36, 35]


def test_cell_beside_a_total_of_nought_is_told():
    # Two columns are hidden whole: one of 3, and one of 9 with it.
    told = guarded_table([[0, 0, 0], [1, 4, 30], [2, 5, 0]])

    assert told.columns == [None, None, 30]
    assert (told.rows[0], told.cells[0]) == (0, [0, 0, 0])


def test_what_follows_by_subtraction_is_hidden_too():
    """Eleven of twelve in time would tell of the one that was not."""
    told = guarded_table([[11, 1], [10, 8]])

    assert told.cells == [[None, None], [None, None]]
    assert told.rows == [12, 18]
