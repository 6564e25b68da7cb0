"""The 18 provinces as tiles of one size, lying about as they lie on a map of the Lao PDR: a big
province does not look like much, a small one not like little."""

from collections.abc import Mapping
from dataclasses import dataclass

# (column, row) from the upper left, by the code of the province.
PLACES = {
    "02": (1, 0), "03": (0, 1), "04": (1, 1), "05": (0, 2), "06": (1, 2), "07": (2, 2),
    "08": (0, 3), "10": (1, 3), "09": (2, 3), "01": (1, 4), "18": (2, 4), "11": (3, 4),
    "12": (3, 5), "13": (3, 6), "14": (3, 7), "15": (4, 7), "16": (3, 8), "17": (4, 8),
}  # fmt: skip
TILE_WIDTH, TILE_HEIGHT, GAP = 128, 64, 6
WIDTH = 5 * (TILE_WIDTH + GAP)
HEIGHT = 9 * (TILE_HEIGHT + GAP)
LEVELS = 4


@dataclass(frozen=True)
class Tile:
    """`count` is None where it is not told. `level` 0 to 4 is its share of the highest; the edge's
    thickness says it as well as the shade."""

    code: str
    name: str
    count: int | None
    level: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + TILE_WIDTH // 2

    @property
    def edge(self) -> int:
        """In the plot's units."""
        return 1 + self.level


def tiles(counts: Mapping[str, int | None], names: Mapping[str, str]) -> list[Tile]:
    """A tile for each province that is known, in reading order; without a count it has none."""
    highest = max((count for count in counts.values() if count), default=0)
    found = []
    for code, (column, line) in PLACES.items():
        if code in names:
            count = counts.get(code, 0)
            level = -(-count * LEVELS // highest) if count else 0
            x, y = column * (TILE_WIDTH + GAP) + 3, line * (TILE_HEIGHT + GAP) + 3
            found.append(Tile(code, names[code], count, level, x, y))
    return found
