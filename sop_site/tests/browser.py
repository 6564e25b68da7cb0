"""A real browser for tests: Chromium by Playwright against pytest-django's live server.

    @pytest.mark.browser
    def test_profile_keeps_language(open_page, officer, axe):
        page = open_page("/lo/profile/", person=officer)       # 360 x 640, Lao
        page.get_by_role("link", name="English").click()
        ...
        assert axe(page) == []

`open_page(path, person=None, size="phone", language="lo", dark=False, javascript=True)` gives a
page in a context of its own; more by `page.context.new_page()`. `screen` runs a test twice, for
"phone" and "desk"; give it as `size`. When the test ends, each page must have had no error on
its console, no uncaught exception, no CSP violation and no request to another host; what a test
expects it names beforehand: `page_faults.expect("status of 404")`.

Playwright's own event loop runs in the tests' thread, and Django then refuses the database
(SynchronousOnlyOperation): DJANGO_ALLOW_ASYNC_UNSAFE is set while the browser is open. The live
server makes a test commit: pristine.py puts the database back, on both engines. Static files come
from the apps' folders by staticfiles' handler; nothing needs to be collected.
"""

import os
import re
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string

SIZES = {"phone": (360, 640), "desk": (1280, 800)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
LISTEN_FOR_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (e) => console.error(
  `CSP: ${e.violatedDirective} refused ${e.blockedURI} (${e.sourceFile}:${e.lineNumber})`));
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium_path() -> str | None:
    """The system's Chromium; None means Playwright's own download."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Faults:
    """What went wrong in the browser, a sentence each, less what the test expects."""

    seen: list[str] = field(default_factory=list)
    expected: list[re.Pattern] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        self.expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return [line for line in self.seen if not any(p.search(line) for p in self.expected)]

    def watch(self, page, host: str) -> None:
        page.on("console", lambda m: m.type == "error" and self.seen.append(f"console: {m.text}"))
        page.on("pageerror", lambda error: self.seen.append(f"exception: {error}"))
        page.on("request", lambda request: self._note_host(request.url, host))

    def _note_host(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
            self.seen.append(f"request to another host: {url}")


@pytest.fixture(scope="session")
def browser_engine():
    """One Chromium a test process."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        engine = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield engine
        engine.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page_faults():
    return Faults()


@pytest.fixture(params=SIZES)
def screen(request) -> str:
    """Runs the test once on a phone's width and once on a desk's."""
    return request.param


@pytest.fixture
def open_page(live_server, browser_engine, page_faults):
    """Opens an address of this site; see the module's docstring."""
    contexts = []
    host = urlsplit(live_server.url).netloc

    def opened(path, *, person=None, size="phone", language="lo", dark=False, javascript=True):
        width, height = SIZES[size]
        context = browser_engine.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale=language,
            timezone_id=settings.TIME_ZONE,
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(LISTEN_FOR_VIOLATIONS)
        context.on("page", lambda page: page_faults.watch(page, host))
        if person:
            context.add_cookies(signed_in(person, live_server.url))
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    # Said in full: pytest does not rewrite the assertions of a plugin.
    assert not page_faults.unexpected(), "\n".join(page_faults.unexpected())


def signed_in(person, url: str) -> list[dict]:
    """The cookies that signing in leaves in this person's browser, for its context.

    That against forged forms is among them: without it the first two replies, on their way at the
    same time, would each set one, and the form of the first no longer be taken.
    """
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = settings.SESSION_COOKIE_NAME
    cookies = {
        session: client.cookies[session].value,
        settings.CSRF_COOKIE_NAME: get_random_string(CSRF_SECRET_LENGTH),
    }
    return [{"name": name, "value": value, "url": url} for name, value in cookies.items()]


@pytest.fixture
def axe():
    """Runs axe on a page: the violations, a sentence each; an empty list when there is none.

    `contrast=7` asks for 7:1 in place of 4.5:1; `within` narrows it to one part of the page.
    """
    from axe_playwright_python.sync_playwright import Axe

    def violations(page, *, contrast=4.5, within=None) -> list[str]:
        rules = {"color-contrast-enhanced": {"enabled": contrast == 7}}
        options = {"resultTypes": ["violations"], "runOnly": RULES, "rules": rules}
        # As it is a moment later: what is far from the screen has its true height (step.css).
        page.evaluate("document.documentElement.dataset.stands = ''")
        found = Axe().run(page, context=within, options=options).response["violations"]
        return [
            f"{rule['id']}: {rule['help']} at {' '.join(map(str, node['target']))}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations
