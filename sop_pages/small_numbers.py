"""Small numbers: which counts of a table may not be told, so that no person is found by them.

A count of 1 to 4 is hidden, and as many others with it as it takes that none of them can be worked
out from totals. Zero is told as long as it says of nobody what is hidden of others. Pure functions.

The attacker is taken to know all totals that are shown and that no count is below zero. In a table
of rows and columns hidden cells are the free flows of a network (rows to columns); a cell can be
worked out just where no cycle of that network goes through it (Gusfield 1988, "A graph theoretic
approach to statistical data security", SIAM J. Comput. 17(3)).
"""

import heapq
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

FEW = 5
# The two nodes of the network at which totals meet.
ROWS, COLUMNS = ("rows",), ("columns",)


def is_few(count: int) -> bool:
    return 0 < count < FEW


@dataclass(frozen=True)
class Guarded:
    """Counts as they may be told: None where one is hidden; `total` likewise."""

    counts: dict[Hashable, int | None]
    total: int | None

    @property
    def hides(self) -> bool:
        return self.total is None or None in self.counts.values()


def guarded(counts: Mapping[Hashable, int]) -> Guarded:
    """A list of counts beside which their total stands: {place: reports}. The same counts always
    give the same answer, so two tables with the same totals hide the same."""
    hidden = hidden_of(counts)
    everything = hidden is None
    told = {key: None if everything or key in hidden else n for key, n in counts.items()}
    return Guarded(told, None if everything else sum(counts.values()))


def hidden_of(counts: Mapping[Hashable, int]) -> set[Hashable] | None:
    """The keys that are hidden; None where even the total can't be told.

    The hidden ones are at least two, together FEW or more, and more than one each: else their sum,
    which anyone can work out, would tell them.
    """
    if is_few(sum(counts.values())):
        return None
    hidden = {key for key, count in counts.items() if is_few(count)}
    if not hidden:
        return hidden
    # The smallest first, so that the least is lost; a zero only where nothing else is left.
    others = sorted(counts, key=lambda key: (counts[key] == 0, counts[key]))
    for key in (key for key in others if key not in hidden):
        if _is_safe([counts[one] for one in hidden]):
            break
        hidden.add(key)
    return hidden if _is_safe([counts[one] for one in hidden]) else None


def _is_safe(hidden: list[int]) -> bool:
    least = len(hidden) if all(hidden) else 0  # what each of them holds for certain
    return len(hidden) > 1 and sum(hidden) >= FEW and sum(hidden) > least


@dataclass(frozen=True)
class GuardedTable:
    """A table as it may be told, None where a count is hidden: `cells` by row and column, the
    totals of `rows`, of `columns`, and of all."""

    cells: list[list[int | None]]
    rows: list[int | None]
    columns: list[int | None]
    total: int | None


def guarded_table(table: Sequence[Sequence[int]]) -> GuardedTable:
    """A table beside which all its totals stand. Its columns share out each row's total: also what
    isn't shown, but follows by subtraction ("not in time"), needs a column.

    A row whose total is hidden is hidden whole, and so is a column; which ones hangs on the totals
    alone. So tables that share these totals (the same reports by sex, by outcome) can stand side by
    side: what is moved from one hidden row to another in one of them, can be in all.
    """
    rows = guarded(dict(enumerate(map(sum, table))))
    columns = guarded(dict(enumerate(map(sum, zip(*table, strict=True)))))
    if rows.total is None or columns.total is None:
        nothing = [None] * len(columns.counts)
        return GuardedTable([nothing for _ in table], [None] * len(table), nothing, None)
    hidden = _Network(table, rows.counts, columns.counts).hidden_cells()
    # Beside a total of nought anyone reads nought: a dash there would hide nothing.
    hidden = {(i, j) for i, j in hidden if rows.counts[i] != 0}
    cells = [
        [None if (i, j) in hidden else count for j, count in enumerate(line)]
        for i, line in enumerate(table)
    ]
    return GuardedTable(cells, _all(rows), _all(columns), rows.total)


def _all(found: Guarded) -> list[int | None]:
    return [found.counts[at] for at in range(len(found.counts))]


class _Network:
    """The table as flows: from the totals into rows, on into columns, and back. Whatever is hidden
    may be more, and less where it isn't nought."""

    def __init__(self, table, row_totals, column_totals):
        self.table = table
        self.rows = {i: sum(table[i]) for i, total in row_totals.items() if total is None}
        self.columns = {
            j: sum(line[j] for line in table) for j, total in column_totals.items() if total is None
        }
        self.hidden = {
            (i, j)
            for i, line in enumerate(table)
            for j, count in enumerate(line)
            if is_few(count) or i in self.rows or j in self.columns
        }
        self.dear = 1 + sum(chain.from_iterable(table))

    def hidden_cells(self) -> set[tuple[int, int]]:
        """With those that have to be added so that each small count lies on a cycle."""
        for i, j in sorted(self.hidden):
            if self.table[i][j]:
                self.hidden |= self.cheapest_cycle(i, j)
        return self.hidden

    def cheapest_cycle(self, i: int, j: int) -> set[tuple[int, int]]:
        """What to hide besides, so that this cell may be one more or one less."""
        row, column = ("row", i), ("column", j)
        more, less = self.way(column, row, (i, j)), self.way(row, column, (i, j))
        return min((found for found in (more, less) if found), default=(0, frozenset()))[1]

    def way(self, start, end, without) -> tuple[int, frozenset] | None:
        """Dijkstra over what may change: (cost, cells to hide). The cost is what is lost to the
        reader; None where no way leads there."""
        waiting, done = [(0, start, frozenset())], set()
        while waiting:
            cost, node, hidden = heapq.heappop(waiting)
            if node == end:
                return cost, hidden
            if node in done:
                continue
            done.add(node)
            for further, cell in self.steps(node):
                price = self.price(cell)
                if cell != without and further not in done:
                    also = hidden | {cell} if price else hidden
                    heapq.heappush(waiting, (cost + price, further, also))
        return None

    def steps(self, node) -> Iterator[tuple]:
        """(next node, cell); the cell is None where a total changes."""
        kind, *at = node
        if kind == "row":
            yield from ((("column", j), (*at, j)) for j in range(len(self.table[0])))
            if self.rows.get(*at):
                yield ROWS, None
        elif kind == "column":
            yield from ((("row", i), (i, *at)) for i, line in enumerate(self.table) if line[at[0]])
            if at[0] in self.columns:
                yield COLUMNS, None
        elif node == ROWS:
            yield from ((("row", i), None) for i in self.rows)
        else:
            yield from ((("column", j), None) for j, total in self.columns.items() if total)

    def price(self, cell) -> int:
        """Nothing for what is hidden already. A nought is dear: it tells that there was nothing."""
        if cell is None or cell in self.hidden:
            return 0
        return self.table[cell[0]][cell[1]] or self.dear
