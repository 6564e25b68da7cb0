"""Fixtures: the product as a process, and officers' phones before it."""

from pathlib import Path
from tempfile import mkdtemp

import pytest

from .phone import Phone
from .site import PAIRS, Site

UNUSED = iter(range(PAIRS))


@pytest.fixture(scope="session")
def running():
    site = Site(Path(mkdtemp(prefix="khumue")))
    site.prepare()
    site.start()
    yield site
    site.close()


@pytest.fixture
def site(running):
    """The running product, whatever the test before left of it."""
    if running.process.poll() is not None:
        running.start()
    yield running
    running.proxy.kind = ""


@pytest.fixture
def pair():
    """Two officers who have sent nothing yet: ("keo7", "somchai7")."""
    n = next(UNUSED)
    return f"keo{n}", f"somchai{n}"


@pytest.fixture
def handset(site, pair, browser_engine):
    """Keo's phone, signed in, the service worker at work."""
    made = Phone(browser_engine.browser_type, site)
    made.sign_in(pair[0])
    made.ready()
    yield made
    made.close()


@pytest.fixture
def keo(pair):
    return pair[0]


@pytest.fixture
def somchai(pair):
    return pair[1]
