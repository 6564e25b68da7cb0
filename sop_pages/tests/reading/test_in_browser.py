"""The handbook in a real browser: first view, ticks, calculators, language, keyboard, axe."""

import gzip
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from sop_pages.files.importing import import_files
from sop_pages.models import Contact, ReferenceValue
from sop_pages.tree import ensure_tree

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STARTING = settings.BASE_DIR / "content" / "data" / "sops"
PAGES = ["", "sops/", "tasks/register/", "contacts/", "sops/reg-01/", "sops/clm-01/"]
KB = 1024


@pytest.fixture
def handbook(places, tmp_path):
    """Two of the starting SOPs in both languages, their values, the hotline."""
    for key, number, unit in [
        ("vol_rate", "9", "percent"),
        ("mat_months_birth", "9", "months"),
        ("mat_months_misc", "6", "months"),
        ("birth_grant", "60", "percent"),
        ("mat_rate", "80", "percent"),
        ("mat_days", "105", "days"),
        ("hotline", "1508", "phone"),
    ]:
        ReferenceValue.objects.create(
            key=key, value=number, unit=unit, label_lo=f"ຄ່າ {key}", label_en=f"Value {key}"
        )
    Contact.objects.create(
        key=Contact.HOTLINE,
        level="national",
        unit_lo="ສາຍດ່ວນ",
        unit_en="LSSO hotline",
        phone="{hotline}",
    )
    ensure_tree()
    files = []
    for name in ("REG-01.lo.md", "REG-01.en.md", "CLM-01.lo.md", "CLM-01.en.md"):
        lines = (STARTING / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("related:")]
        files.append(tmp_path / name)
        files[-1].write_text("".join(kept), encoding="utf-8")
    outcomes = import_files(files, publish=True)
    assert {outcome.state for outcome in outcomes} == {"created"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["lo", "en"])
def test_axe_finds_nothing_on_any_page(handbook, open_page, axe, language, dark):
    page = open_page(f"/{language}/", language=language, dark=dark)
    found = {}
    for path in PAGES:
        page.goto(f"/{language}/{path}")
        for fold in page.locator("details").all():
            fold.evaluate("fold => fold.open = true")
        found[path] = axe(page)

    assert found == {path: [] for path in PAGES}


def test_nothing_runs_over_the_side(handbook, open_page, screen):
    page = open_page("/lo/", size=screen)
    wide = {}
    for language in ("lo", "en"):
        for path in PAGES:
            page.goto(f"/{language}/{path}")
            wide[language, path] = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )

    assert {place: over for place, over in wide.items() if over > 0} == {}


def test_first_view_takes_five_requests_and_35_kb(handbook, open_page, client):
    page = open_page("/lo/")
    seen = []
    page.on("request", lambda request: seen.append(request.url))

    page.goto("/lo/sops/reg-01/", wait_until="networkidle")

    # The tab's sign comes once a browser; what keeps and sends comes after the page.
    later = ("/js/core.js", "/js/offline.js", "/api/session", "/sw.js")
    asked = [url for url in seen if not url.endswith(later)]
    sizes = {url.rsplit("/", 1)[-1]: _sent(url, client) for url in asked}
    assert len(asked) <= 5, asked
    assert sum(sizes.values()) <= 35 * KB, sizes
    scripts = {url for url in seen if url.endswith(".js") and not url.endswith("/sw.js")}
    assert sum(_sent(url, client) for url in scripts) <= 14 * KB


def _sent(url: str, client) -> int:
    """Bytes as production sends them: pages as answered, static files brotli at its best."""
    path = "/" + url.split("/", 3)[3]
    if not path.startswith(settings.STATIC_URL):
        return len(client.get(path, headers={"Accept-Encoding": "br"}).content)
    data = Path(finders.find(path.removeprefix(settings.STATIC_URL))).read_bytes()
    return len(data) if path.endswith(".woff2") else len(brotli.compress(data))


def test_script_is_asked_for_after_the_text(handbook, client):
    html = client.get("/lo/sops/reg-01/").content.decode()

    assert html.index("js/khumue.") > html.index("</main>")


def test_what_keeps_and_sends_is_asked_for_once_the_page_stands(handbook, open_page):
    page = open_page("/lo/sops/reg-01/")
    expect(page.locator("#phone")).to_have_attribute("data-done", "")

    begun = page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter((entry) => /(core|offline)\\.js|session$|manifest/.test(entry.name))
          .map((entry) => entry.startTime)"""
    )

    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart")
    assert len(begun) >= 2
    assert min(begun) >= loaded > 0


FAR = "title => !title.checkVisibility({ contentVisibilityAuto: true })"


def test_far_steps_are_laid_out_once_the_page_stands(handbook, open_page):
    page = open_page("/lo/sops/reg-01/")
    title = page.locator(".step__title").last
    expect(page.locator("html")).to_have_attribute("data-stands", "")
    after = title.evaluate(FAR)

    page.evaluate("delete document.documentElement.dataset.stands")

    assert (title.evaluate(FAR), after) == (True, False)


def test_far_steps_are_laid_out_without_javascript(handbook, open_page):
    page = open_page("/lo/sops/reg-01/", javascript=False)

    assert page.locator(".step__title").last.evaluate(FAR) is False


def test_address_of_a_far_step_leads_to_it(handbook, open_page):
    key = open_page("/lo/sops/reg-01/").locator(".step").last.get_attribute("id")

    page = open_page(f"/lo/sops/reg-01/#{key}")

    expect(page.locator("html")).to_have_attribute("data-stands", "")
    expect(page.locator(".step__title").last).to_be_in_viewport()


def test_compressed_page_is_the_page(handbook, client):
    plain = client.get("/lo/sops/reg-01/").content
    br, gz = (
        client.get("/lo/sops/reg-01/", headers={"Accept-Encoding": coding}).content
        for coding in ("br", "gzip")
    )

    assert brotli.decompress(br) == gzip.decompress(gz) == plain


def test_ticks_are_kept_on_the_phone_and_counted(handbook, open_page):
    page = open_page("/lo/sops/reg-01/")
    page.locator("#check-insured input[type=checkbox]").check()
    page.locator("#check-sector input[type=checkbox]").check()
    page.reload()

    assert page.locator("#check-insured input[type=checkbox]").is_checked()
    assert not page.locator("#teach-back input[type=checkbox]").is_checked()
    assert page.locator("[data-ticks-count='REG-01:steps']").inner_text() == "2"


def test_contribution_is_worked_out_while_typing(handbook, open_page):
    page = open_page("/lo/sops/reg-01/")
    page.locator("#income").fill("2.000.000")

    assert page.locator("[data-result]").inner_text() == "180.000"


@pytest.mark.parametrize(("language", "shown"), [("lo", "180.000"), ("en", "180,000")])
def test_contribution_without_javascript(handbook, open_page, language, shown):
    page = open_page(f"/{language}/sops/reg-01/", language=language, javascript=False)
    page.locator("#income").fill("2000000")
    page.locator("#calculator button").click()

    assert page.url.endswith("?income=2000000#calculator")
    assert page.locator("[data-result]").inner_text() == shown
    assert page.locator("#income").input_value() == "2000000"


def test_income_that_is_no_number_is_kept_and_explained(handbook, open_page):
    page = open_page("/en/sops/reg-01/", language="en", javascript=False)
    page.locator("#income").fill("much <b>")
    page.locator("#calculator button").click()

    assert page.locator("#income").input_value() == "much <b>"
    assert "Please write a whole number of kip" in page.locator("#income-error").inner_text()


def test_waiting_months_without_javascript(handbook, open_page):
    page = open_page("/en/sops/clm-01/", language="en", javascript=False)
    page.locator("#benefit").select_option("birth")
    page.locator("#months").fill("4")
    page.locator("#until").fill("10/2026")
    page.locator("#waiting button").click()

    said = page.locator("#waiting [role=status]").inner_text()
    assert "9 − 4 = 5 months missing" in said
    assert "March 2027" in said


def test_waiting_months_keep_what_was_typed_wrongly(handbook, open_page):
    page = open_page("/lo/sops/clm-01/?benefit=miscarriage&months=four&until=10/2026")

    assert page.locator("#months").input_value() == "four"
    assert page.locator("#benefit").input_value() == "miscarriage"
    assert page.locator("#months-error").is_visible()


def test_language_switch_keeps_page_and_passage(handbook, open_page):
    page = open_page("/lo/sops/reg-01/?income=5#fill-form")
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url("**/en/sops/reg-01/?income=5#fill-form")

    assert page.locator("h1").inner_text() == "Register a voluntary member"


def test_language_switch_keeps_the_passage_on_the_screen(handbook, open_page):
    page = open_page("/lo/sops/reg-01/")
    page.locator("#fill-form").evaluate("step => step.scrollIntoView({behavior: 'instant'})")
    page.locator(".frame__language").evaluate("link => link.click()")
    page.wait_for_url("**/en/sops/reg-01/#fill-form")

    expect(page.locator("#fill-form .step__title")).to_be_in_viewport()


def test_step_leads_to_itself_in_the_other_language(handbook, open_page):
    page = open_page("/lo/sops/reg-01/", javascript=False)
    page.locator("#fill-form .more summary").click()
    page.locator("#fill-form .menu a[hreflang=en]").click()

    page.wait_for_url("**/en/sops/reg-01/#fill-form")
    expect(page.locator("#fill-form")).to_be_visible()


def test_address_of_an_objection_opens_its_fold(handbook, open_page):
    page = open_page("/lo/sops/reg-01/#obj-age")

    assert page.locator("#obj-age").evaluate("fold => fold.open")


def test_sop_is_worked_through_by_keyboard(handbook, open_page):
    page = open_page("/en/sops/reg-01/", language="en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#check-insured input").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.locator("#check-insured input").is_checked()
    assert page.locator("#check-insured .menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#check-insured .menu").is_visible()


def test_step_leads_to_a_report_about_it(handbook, open_page):
    page = open_page("/en/sops/reg-01/", language="en", javascript=False)
    page.locator("#fill-form .more summary").click()

    link = page.locator("#fill-form .menu a").first
    assert link.get_attribute("href").endswith(
        "/?sop=REG-01&step=fill-form&language=en&release=1.0"
    )


def test_targets_are_large_enough(handbook, open_page):
    page = open_page("/lo/sops/reg-01/")

    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .tick, summary, .tabs a, .frame a")]
          .filter((thing) => thing.offsetParent && thing.getBoundingClientRect().height < 48)
          .map((thing) => thing.outerHTML.slice(0, 80))"""
    )

    assert small == []
