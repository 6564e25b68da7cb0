"""Each page of access.py in a real browser, as one who may see it: a new address is walked too.

Looked for in both languages: a barrier that axe finds (light and dark; on officers' pages with
7:1 for text), a page that runs over its side at 360 px and at 200 % zoom of it, a target too
small for a thumb.
"""

import re

import pytest

from sop_site.tests.access import ALSO, ROLES, TABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Not pages: data, scripts, files.
DATA = ("healthz", "api/", "sw.js", "manifest.webmanifest", "offline/", "media/", "cms/jsi18n/")
FILES = re.compile(r"\.(xlsx|csv|pdf|atom)$|/(xlsx|pdf|download|take-in/table)/$")
UPLOADS = ("lo/feedback/photos/<int:pk>/", "lo/feedback/voice/<int:pk>/")
# Its script leads on to the page of all questions; quizzes/tests/test_browser.py looks at it.
QUESTION = "lo/quizzes/<slug:slug>/<uuid:uuid>/question/<int:position>/"
OFFICERS_PAGES = "/lo/"
# Wagtail's own: its frame and its account form, not ours to mend.
WAGTAILS = ("cms/account/", "cms/logout/")
TARGETS = """() => [...document.querySelectorAll(
    'button, .button, .link, .chip, .row, .task, .tabs a, .frame a, .menu a, summary, select,'
    + 'textarea, input:not([type=hidden], [type=file])')]
  .map((thing) => thing.closest("label") ?? thing)
  .filter((thing) => thing.checkVisibility() && !thing.matches(".unseen"))
  .filter((thing) => {
    const box = thing.getBoundingClientRect();
    return box.width < 47.5 || box.height < 47.5;
  })
  .map((thing) => thing.outerHTML.slice(0, 90))"""
PHONES = (180, 360)  # at 200 % zoom, and as it is
RUNS_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def seen_by(row) -> str | None:
    """The role that sees most of a page, the officer before others; None if it is no page."""
    who = [role for role, verdict in zip(ROLES, row.verdicts, strict=True) if verdict == "ok"]
    return "officer" if "officer" in who else who[0] if who else None


def pages(under: str) -> dict[str, str]:
    """{path with names in braces: role} of what can be opened under "/lo/" or "/cms/"."""
    found = {}
    for pattern, row in (TABLE | ALSO).items():
        path = row.path or "/" + pattern
        no_page = pattern in {QUESTION, *UPLOADS} or FILES.search(path.partition("?")[0])
        own = not pattern.startswith((*DATA, *WAGTAILS)) and not no_page
        if own and row.method == "get" and path.startswith(under) and seen_by(row):
            found[path] = seen_by(row)
    return found


@pytest.fixture(params=["lo", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def walk(open_page, people, things, language):
    """walk("/lo/") opens each page on a phone and yields (path, page); one browser a role."""

    def walked(under: str, size="phone"):
        browsers = {}
        for pattern, role in pages(under).items():
            path = pattern.format(**things).replace("/lo/", f"/{language}/", 1)
            if role in browsers:
                browsers[role].goto(path)
            else:
                if person := people.get(role):
                    person.language = language
                    person.save(update_fields=["language"])
                browsers[role] = open_page(path, person=person, language=language, size=size)
            yield path, browsers[role]

    return walked


def open_folds(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")


def test_officers_pages_have_no_barrier_and_fit_the_thumb(walk, axe, page_faults):
    page_faults.expect("status of 404")  # an SOP in Lao only, asked for in English
    found, walked = {}, 0
    for path, page in walk(OFFICERS_PAGES):
        walked += 1
        open_folds(page)
        found[path, "small"] = page.evaluate(TARGETS)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[path, scheme] = axe(page, contrast=7)
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": width * 16 // 9})
            found[path, width] = max(0, page.evaluate(RUNS_OVER))

    assert {place: said for place, said in found.items() if said} == {}
    assert walked > 20


def test_no_page_for_the_desk_has_a_barrier(walk, axe):
    found = {}
    for path, page in walk("/cms/", size="desk"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.reload()  # Wagtail's buttons take their time to change colour
            found[path, scheme] = axe(page, within="main")

    assert {place: said for place, said in found.items() if said} == {}
    assert len(found) > 20
