"""Bars and tiles as numbers: they stand where their counts put them."""

from sop_pages import tile_map
from sop_pages.plots import BASE, TOP, bars

NAMES = {f"{number:02d}": f"province {number}" for number in range(1, 19)}


def test_highest_bar_fills_the_plot_and_nought_has_no_height():
    high, none, half = bars([10, 0, 5], ["a", "b", "c"])

    assert (high.y, high.height) == (TOP, BASE - TOP)
    assert (none.y, none.height) == (BASE, 0)
    assert half.height * 2 == high.height


def test_small_plots_share_a_scale():
    (bar,) = bars([5], [""], most=10)

    assert bar.height * 2 == BASE - TOP


def test_no_count_at_all_is_drawn_without_bars():
    assert bars([], []) == []
    assert [bar.height for bar in bars([0, 0], ["", ""])] == [0, 0]


def test_each_province_has_a_tile_of_its_own_within_the_map():
    tiles = tile_map.tiles({}, NAMES)

    assert {tile.code for tile in tiles} == NAMES.keys()
    assert len({(tile.x, tile.y) for tile in tiles}) == 18
    assert max(tile.x for tile in tiles) + tile_map.TILE_WIDTH <= tile_map.WIDTH
    assert max(tile.y for tile in tiles) + tile_map.TILE_HEIGHT <= tile_map.HEIGHT


def test_tiles_lie_as_on_the_map():
    """Phongsaly north of Oudomxay, Bokeo west of Luang Prabang, Attapeu in the far south-east."""
    at = {tile.code: (tile.x, tile.y) for tile in tile_map.tiles({}, NAMES)}

    assert at["02"][1] < at["04"][1]
    assert at["05"][0] < at["06"][0]
    assert at["17"] == (max(x for x, _y in at.values()), max(y for _x, y in at.values()))


def test_tile_says_by_its_edge_what_its_shade_says():
    counts = {"01": 0, "02": 1, "03": 50, "04": 100, "05": None}

    tiles = tile_map.tiles(counts, NAMES)
    found = {tile.code: (tile.count, tile.level, tile.edge) for tile in tiles}

    assert [found[code] for code in counts] == [
        (0, 0, 1),
        (1, 1, 2),
        (50, 2, 3),
        (100, 4, 5),
        (None, 0, 1),
    ]
