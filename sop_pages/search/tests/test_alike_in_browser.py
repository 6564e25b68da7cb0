"""The phone takes searches and texts apart as the server does, letter for letter."""

import random

import pytest
from django.conf import settings

from sop_pages.search.query import parse
from sop_pages.search.tokens import words_of

from .test_find import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
APART = """
async (texts) => {
  const { loosened, needles, parse } = await import("/static/js/lao/query.js");
  const { tokensOf } = await import("/static/js/lao/tokens.js");
  const told = (terms) => terms && terms.map((t) => [t.kind, t.text, t.last, needles(t)]);
  return texts.map((text) => {
    const terms = parse(text);
    return [told(terms), told(loosened(terms)), tokensOf(text)];
  });
}
"""
PIECES = [
    *("ສຳມະໂນຄົວ", "ນໍ້າ", "ໝູ່", "ຫຼາຍ", "ໆ", "ຯ", "ก", "中文", "é", "ß", "İ", "໒໐໒໖", "9", "a1"),
    *("REG-01", "sso_con 2", "ssoclm3", "reg01reg02", "ＲＥＧ－０１", "COM-01-A", "bus", "gas"),
    *("families", "policy", "the", "how do I", "-", "_", "(", '"', "\x00", "\x1c", "\ufeff"),
    *("\u200b", "\u00a0", "\u2003"),
]


def by_python(text: str) -> list:
    query = parse(text)
    looser = query.loosened()
    return [_told(query), looser and _told(looser), words_of(text)]


def _told(query) -> list:
    return [[term.kind, term.text, term.last, term.needles] for term in query.terms]


def glossary() -> list[str]:
    return WORDS


def lines_of_the_handbook() -> list[str]:
    files = sorted((settings.BASE_DIR / "content" / "data" / "sops").glob("*.md"))
    return [line for path in files for line in path.read_text().splitlines() if line.strip()]


def put_together() -> list[str]:
    chance = random.Random(20261125)
    return [
        "".join(
            chance.choice(PIECES) + chance.choice(["", " ", "  "])
            for _ in range(chance.randint(1, 6))
        )
        for _ in range(2000)
    ]


@pytest.mark.parametrize("texts", [glossary, lines_of_the_handbook, put_together])
def test_searches_are_taken_apart_as_on_the_server(open_page, page_faults, texts):
    page_faults.expect("404")  # no icon of its own
    page = open_page("/static/icons/mark.svg")
    vectors = texts()

    said = page.evaluate(APART, vectors)

    wrong = [
        (text, seen, known)
        for text, seen, known in zip(vectors, said, map(by_python, vectors), strict=True)
        if seen != known
    ]
    assert len(vectors) > 100
    assert wrong[:3] == []
