"""What counts as text."""

import pytest

from sop_site.offline.text import is_blank


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\u200b\u200d\ufeff",
        "\u202e\u2066",
        "\u3164",
        "\u034f",
        "\ufe0f",
        "\U000e0101 ",
    ],
)
def test_signs_that_show_nothing_are_no_text(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["ກ", "ັ", ".", "\u200bx", "☎\ufe0f"])
def test_signs_that_show_are_text(text):
    assert not is_blank(text)
