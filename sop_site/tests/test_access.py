"""Walks every address of the resolver with every role; access.py says what each must get.

An address that is neither in the table nor under a prefix fails, so that none is forgotten.
"""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils.translation import override

from sop_site.tests.access import ADMINISTRATORS, ALSO, CMS, DOCUMENTS, ROLES, TABLE


def patterns(found=None, before=""):
    """Every pattern of the resolver, as written: "lo/sops/<str:code>/"."""
    for entry in get_resolver().url_patterns if found is None else found:
        written = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, written)
        else:
            yield written


def verdict(response) -> str:
    if response.status_code == 200:
        return "ok"
    if 300 <= response.status_code < 400:
        path = response.headers["Location"].split("?")[0]
        door = path.endswith("/sign-in/")
        return "door" if door else "away" if path == "/cms/" else "on"
    return str(response.status_code)


def visit(client, row, pattern, things) -> str:
    """What one visit gets; whatever it changed is undone."""
    path = (row.path or "/" + pattern).format(**things)
    with transaction.atomic():
        got = verdict(getattr(client, row.method)(path, headers={"Accept-Language": "lo"}))
        transaction.set_rollback(True)
    return got


def example(pattern: str) -> str:
    """A path that fits a pattern: "1" for numbers, "x" for words."""
    path = re.sub(r"<(?:int|uuid):\w+>", "1", pattern)
    path = re.sub(r"\(\?P<pk>\\d\+\)|\(\\d\+\)", "1", path)
    path = re.sub(r"\(\?P<revision_id_[ab]>[^)]*\)", "live", path)
    path = re.sub(r"<[^>]+>|\(\.\*\)|\.\*", "x", path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "")


def covered(pattern: str) -> bool:
    return pattern in TABLE or pattern.startswith((CMS, DOCUMENTS))


@pytest.fixture
def addresses():
    with override("lo"):
        return list(dict.fromkeys(patterns()))


def test_every_address_is_in_the_table(addresses):
    assert [pattern for pattern in addresses if not covered(pattern)] == []
    assert [pattern for pattern in TABLE if pattern not in addresses] == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role, people, things, as_):
    wrong = []
    for pattern, row in (TABLE | ALSO).items():
        cache.clear()
        client = as_(people[role]) if role in people else Client()
        got, wanted = visit(client, row, pattern, things), row.verdicts[ROLES.index(role)]
        if got != wanted:
            wrong.append(f"{role} gets {got} instead of {wanted}: {row.method} {pattern}")

    assert not wrong, "\n".join(wrong)


def brought_by_wagtail(addresses):
    """Wagtail's addresses under /cms/, less those that ours stand before."""
    ours = ("cms/password_reset/", *TABLE)
    return [
        p for p in addresses if p.startswith(CMS) and not p.startswith(ours[0]) and p not in ours
    ]


OPEN = {"cms/sprite/", "cms/jsi18n/", "cms/^.*/$"}  # drawings, words, "not found"
DEEDS = "cms/api/main/^pages/<int:pk>/action/<str:action_name>/"


@pytest.mark.parametrize(
    ("role", "wanted"),
    [("anonymous", "door"), ("officer", "403"), ("observer", "403")],
)
def test_cms_is_closed_to_outsiders_everywhere(role, wanted, people, as_, addresses):
    client = as_(people[role]) if role in people else Client()

    got = {
        pattern: verdict(client.get(example(pattern)))
        for pattern in brought_by_wagtail(addresses)
        if pattern not in OPEN and pattern != DEEDS
    }

    assert {p: v for p, v in got.items() if v != wanted} == {}


@pytest.mark.parametrize("role", ROLES)
def test_deeds_of_wagtails_api_are_shut_to_all(role, people, as_, addresses):
    client = as_(people[role]) if role in people else Client()

    assert DEEDS in addresses
    assert client.post(example(DEEDS)).status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "trainer", "reviewer", "lead"])
def test_settings_of_the_cms_are_closed_to_all_but_administrators(role, people, as_, addresses):
    client = as_(people[role])

    got = {
        pattern: verdict(client.get(example(pattern)))
        for pattern in brought_by_wagtail(addresses)
        if pattern.startswith(ADMINISTRATORS)
    }

    assert {p: v for p, v in got.items() if v == "ok" or v.startswith("5")} == {}
