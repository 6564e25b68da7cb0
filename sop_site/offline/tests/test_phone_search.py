"""The saved copy is searched as the server searches: the same words find the same, offline too."""

import json
import urllib.request
from urllib.parse import urlencode

import pytest
from django.conf import settings

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORDS = settings.BASE_DIR / "sop_pages" / "search" / "tests" / "words.txt"
TYPED = {
    "lo": [
        *("ສຳມະໂນຄົວ", "ສໍາມະໂນຄົວ", "ສຳມະໂນຄົວ ນາຍບ້ານ", "ບໍານານ", "ນໍ້າ", "ນ້ໍາ", "ສົມທົບ"),
        *("ນອກລະບົບ", "ຄົວເຮືອນ com", "COM-01-A", "com 01 ນາຍບ້ານ", "ບັດນາຍບ້ານແບບຟອມ"),
        *("ສຳມະ", "ສຳມະໂ", "ຢ້ຽມຢ", "SSO-REG-01", "sso reg 01", "REG01", "reg-0", "reg1"),
        *("REG-໐໑", "ＲＥＧ－０１", "CLM", "clm 03", "ຂຶ້ນທະບຽນ", "ເກີດລູກ", "ເຈັບປ່ວຍ"),
        *("ເສຍຊີວິດ", "ເອກະສານ", "ແບບຟອມ", "ຟຟຟ", "xyzzy", "("),
    ],
    "en": [
        *("register a member", "family boo", "contribution", "how do I fill in the form"),
        *("policy", "HOUSEHOLD", "claims", "death", "months", "identity card", "REG-02"),
        *("village chief", "what is it", "photo", "arrears", "outreach", "qqqq", "benefits"),
        *("hospital", "SSO-CLM-02"),
    ],
}
SEARCH = """async ([typed, language]) => {
  const { search } = await import("/static/js/offline/search.js");
  const docs = [...(await lib.kept.pages("lo")), ...(await lib.kept.pages("en"))];
  const told = ({ code, passage }) => [code, passage.key];
  return typed.map((one) => search(one, docs, language).map(told));
}"""


@pytest.fixture
def on_the_server(site):
    """What the server finds, best first: on_the_server("ບັດ", "lo") -> [[code, step], ...]"""

    def found(typed: str, language: str) -> list[list[str]]:
        query = urlencode({"q": typed, "language": language})
        url = f"http://127.0.0.1:{site.server_port}/api/search/v1?{query}"
        with urllib.request.urlopen(url) as reply:
            results = json.load(reply)["results"]
        return [[result["code"], result["step"] or ""] for result in results]

    return found


@pytest.mark.parametrize("language", ["lo", "en"])
def test_same_words_find_the_same(handset, on_the_server, language):
    glossary = WORDS.read_text(encoding="utf-8").split() if language == "lo" else []
    typed = [*TYPED[language], *glossary]
    handset.ask("() => lib.saved.refresh('lo').then(() => lib.saved.refresh('en'))")

    here = handset.ask(SEARCH, [typed, language])

    there = [on_the_server(one, language) for one in typed]
    differ = [
        (one, mine, theirs)
        for one, mine, theirs in zip(typed, here, there, strict=True)
        if sorted(mine) != sorted(theirs)
    ]
    assert sum(map(len, there)) > len(typed)
    assert differ == []
    # Which of two that answer alike comes first may differ: a page says more than its passages.
    firsts = [mine[:1] == theirs[:1] for mine, theirs in zip(here, there, strict=True)]
    assert sum(firsts) >= 0.95 * len(typed)


def test_search_answers_without_a_network(handset):
    handset.ask("() => lib.saved.refresh('lo')")

    with no_network(handset):
        handset.goto("/lo/search/?q=ສຳມະໂນຄົວ")
        rows = handset.page.locator("[data-found-here] a")
        rows.first.wait_for()
        first = rows.first.get_attribute("href")
        marked = handset.page.inner_text("[data-found-here] mark >> nth=0")
        rows.first.click()
        handset.page.wait_for_url("**/lo/sops/**")
        title = handset.page.inner_text("main h1")

    assert first.startswith("/lo/sops/")
    assert "ສຳມະໂນ" in marked.replace("ໍາ", "ຳ")
    assert title
