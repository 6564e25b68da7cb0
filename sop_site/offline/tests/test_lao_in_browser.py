"""The ES module folds and cuts Lao as Python does, letter for letter, on thousands of strings."""

import csv
import unicodedata

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as effort
from hypothesis import strategies as st

from sop_site.lao.text import RUN, clusters, fold, syllables, token

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RUN_MODULE = """
async (texts) => {
  const lao = await import("/static/js/lao/text.js");
  return texts.map((text) => {
    const folded = lao.fold(text);
    const runs = folded.match(lao.RUN) ?? [];
    return {
      folded,
      typed: (text.match(lao.RUN) ?? []).map(lao.syllables),
      syllables: runs.map(lao.syllables),
      clusters: runs.map(lao.clusters),
      tokens: runs.flatMap(lao.syllables).map(lao.token),
    };
  });
}
"""


def by_python(text: str) -> dict:
    folded = fold(text)
    runs = RUN.findall(folded)
    return {
        "folded": folded,
        "typed": [syllables(run) for run in RUN.findall(text)],
        "syllables": [syllables(run) for run in runs],
        "clusters": [clusters(run) for run in runs],
        "tokens": [token(piece) for run in runs for piece in syllables(run)],
    }


def handbook() -> list[str]:
    files = sorted((settings.BASE_DIR / "content" / "data" / "sops").glob("*.md"))
    return [line for path in files for line in path.read_text().splitlines() if line.strip()]


def spellings() -> list[str]:
    path = settings.BASE_DIR / "sop_site" / "lao" / "tests" / "data" / "spellings.csv"
    with path.open(encoding="utf-8") as file:
        return [cell for row in csv.reader(file) for cell in row if cell]


# Signs that this Python's Unicode doesn't know yet may have small letters in the browser's.
KNOWN = st.characters(exclude_categories=["Cs", "Cn", "Co"], max_codepoint=0x2FFFF)
LAO = st.sampled_from([chr(n) for n in range(0x0E80, 0x0F00) if unicodedata.name(chr(n), "")])
ODD = st.sampled_from([*"0123456789 -_/Aaßİſ", "\u200b", "\u00ad", "\x1c", "\x85", "\ufeff"])


def made_up() -> list[str]:
    """The same strings in each run."""
    found = []

    @seed(20261123)
    @effort(
        max_examples=1500, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.text(LAO, max_size=12) | st.text(LAO | ODD, max_size=20) | st.text(KNOWN, max_size=9))
    def gather(text):
        found.append(text)

    gather()
    return found


@pytest.mark.parametrize("texts", [handbook, spellings, made_up])
def test_module_folds_and_cuts_as_python(open_page, page_faults, texts):
    page_faults.expect("404")  # no icon of its own
    page = open_page("/static/icons/mark.svg")
    vectors = texts()

    said = page.evaluate(RUN_MODULE, vectors)

    assert len(vectors) > 50
    wrong = [
        (text, seen, known)
        for text, seen, known in zip(vectors, said, map(by_python, vectors), strict=True)
        if seen != known
    ]
    assert wrong[:3] == []
