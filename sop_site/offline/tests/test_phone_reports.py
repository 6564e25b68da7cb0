"""The saved form of a report says what the one from the server says: who reads it, which step."""

import pytest

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FORM = "form[data-outbox='feedback.report'][data-bound]"
ASKED = [
    "sop=REG-01&step=check-insured",
    "sensitive=1&sop=REG-01",
    "searched=%E0%BA%9A%E0%BA%B1%E0%BA%94",
]
NAMES = "all => all.map((one) => one.name)"
CHOSEN = "all => all.map((one) => one.name + one.value)"
LINKS = "all => all.filter((a) => a.checkVisibility()).map((a) => a.pathname + a.search + a.hash)"


def shown(handset, address):
    """(lines, what is chosen, where visible links lead) of the form's page."""
    page = handset.page
    page.goto(address)
    page.wait_for_selector(FORM, state="attached")
    handset.await_done()
    chosen = page.eval_on_selector_all("input[type=radio]:checked:not(:disabled)", CHOSEN)
    lines = page.inner_text("main").replace("\u200b", "").split("\n")
    return (
        [line for line in lines if line.strip()],
        chosen,
        page.eval_on_selector_all("main a", LINKS),
    )


@pytest.mark.parametrize("language", ["lo", "en"])
def test_saved_form_says_what_the_form_online_says_on_each_route(handset, keo, site, language):
    handset.ask("(language) => lib.saved.refresh(language)", language)
    addresses = [f"/{language}/feedback/new/?{asked}" for asked in ASKED]
    online = [shown(handset, address) for address in addresses]

    with no_network(handset):
        offline = [shown(handset, address) for address in addresses]

    said = {line for words, _chosen, _links in online for line in words}
    for (words, chosen, links), (saved, *others) in zip(online, offline, strict=True):
        assert [line for line in saved if line in said] == words
        assert others == [chosen, links]


def test_draft_opens_only_the_folds_that_it_fills(handset, keo):
    handset.goto("/lo/feedback/new/")
    handset.page.wait_for_selector(FORM, state="attached")
    handset.page.fill("textarea[name=text]", "ຍັງບໍ່ແລ້ວ")
    handset.page.locator("summary", has_text="ບັນຫາໜັກປານໃດ").click()
    handset.page.check("input[name=severity][value=slows]")
    handset.until("() => lib.store.all('drafts').then((rows) => rows.length)")

    handset.page.reload()
    handset.until("() => document.querySelector('textarea[name=text]').value === 'ຍັງບໍ່ແລ້ວ'")

    opened = handset.page.locator("details.fold[open]")
    assert opened.locator("input:checked").evaluate_all(NAMES) == ["severity"]
