"""A journey begins where a newcomer does: on the starting content, signed out."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from sop_site.tests import pristine

PASSWORD = "journeys use one password"
_loaded: list = []


@pytest.fixture
def starting_content(transactional_db, settings, monkeypatch):
    """All that load_content brings. Loaded once a process, then put back from a copy."""
    if _loaded:
        pristine._restore(connection, _loaded[0])
        return
    monkeypatch.setenv("KHUMUE_DEMO_PASSWORD", PASSWORD)
    call_command("load_content", verbosity=0, stdout=io.StringIO())
    _loaded.append(pristine._keep(connection))


@pytest.fixture(params=["lo", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def say(language):
    """say("Send") is the word that the page shows in this language."""

    def said(text: str, **facts) -> str:
        with translation.override(language):
            return translation.gettext(text) % facts

    return said


@pytest.fixture
def sign_in(say, language):
    """Signs a demonstration person in by the form, as a person does."""

    def signed_in(page, who: str):
        page.goto(f"/{language}/sign-in/")
        page.locator("[name=username]").fill(who)
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name=say("Log in"), exact=True).click()
        page.wait_for_url(f"**/{language}/")
        return page

    return signed_in
