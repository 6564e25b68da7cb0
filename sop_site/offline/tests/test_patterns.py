"""Packed pages are whole again on the phone; unpacking.js there does what `whole` does here."""

from hypothesis import given
from hypothesis import strategies as st

from sop_site.offline.saved.patterns import Pattern, packed

STEP = Pattern.between(
    ['<li id="', "key", '">', "text", '</li><a href="#', "key", '">', "code", "</a>"]
)
ITEM = Pattern.between(["<b>", "text", "</b>"])


def whole(parts, patterns):
    last, text = {}, ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        number, *filled = part
        old = last.get(number, [None] * len(filled))
        values = [b if a is None else a for a, b in zip(filled, old, strict=True)]
        last[number] = values
        text += "".join(p if isinstance(p, str) else values[p] for p in patterns[number].parts)
    return text


def step(key, text, code):
    return f'<li id="{key}">{text}</li><a href="#{key}">{code}</a>'


def test_pattern_is_sent_as_what_was_filled_in():
    html = "<ol>" + step("a", "one", "REG-01") + step("b", "<b>two</b>", "REG-01") + "</ol>"

    parts = packed(html, [STEP])

    assert parts == [
        "<ol>",
        [0, "a", "one", "REG-01"],
        [0, "b", "<b>two</b>", None],
        "</ol>",
    ]


def test_passage_that_differs_stays_as_it_is():
    html = '<li id="a">one</li><a href="#other">REG-01</a>'

    assert packed(html, [STEP]) == [html]


def test_value_in_a_tag_ends_with_it():
    html = '<li id="a" class="x">one</li>' + step("b", "two", "C")

    assert packed(html, [STEP]) == ['<li id="a" class="x">one</li>', [0, "b", "two", "C"]]


PIECES = st.lists(
    st.one_of(
        st.builds(step, *[st.sampled_from(["a", "b", "", '"', "<b>x</b>", "ກ\n"])] * 3),
        st.sampled_from(["<b>", "</b>", "<b>ຂ</b>", '<li id="', '"></li>', "\n", "</a>", "a"]),
    )
)


@given(PIECES)
def test_any_page_is_whole_again(pieces):
    html = "".join(pieces)

    assert whole(packed(html, [STEP, ITEM]), [STEP, ITEM]) == html
