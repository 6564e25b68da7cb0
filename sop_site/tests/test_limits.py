"""So many pages and searches a minute, by person or by address."""

import pytest
from django.core.cache import cache
from django.test import Client

PAGE, SEARCH = "/en/sign-out/", "/en/search/?q=x"


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    """All requests of a test fall into one minute; nothing is left of other tests."""
    cache.clear()
    monkeypatch.setattr("sop_site.offline.limits.time.time", lambda: 1_800_000_010.0)
    yield
    cache.clear()


@pytest.fixture
def few(settings):
    settings.LIMITS = {
        **settings.LIMITS,
        "pages_a_minute": 3,
        "searches_a_minute": 2,
        "anonymous_pages_a_minute": 5,
        "anonymous_searches_a_minute": 4,
    }


def statuses(client, path, times):
    return [client.get(path).status_code == 429 for _n in range(times)]


def test_limits_are_those_of_the_table(settings):
    names = ("pages", "searches", "anonymous_pages", "anonymous_searches")

    assert [settings.LIMITS[f"{name}_a_minute"] for name in names] == [600, 120, 12_000, 3_000]


def test_person_is_refused_beyond_the_limit_in_words(as_, officer, few):
    client = as_(officer)
    assert statuses(client, PAGE, 4) == [False, False, False, True]

    refused = client.get(PAGE)

    assert refused.headers["Retry-After"] == "50"
    assert "Try again in 50 seconds." in refused.content.decode()
    assert "no-store" in refused.headers["Cache-Control"]


def test_refusal_speaks_lao(as_, officer, few):
    client = as_(officer)
    statuses(client, PAGE, 3)

    assert "ລອງໃໝ່ໃນ 50 ວິນາທີ" in client.get("/lo/sign-out/").content.decode()


def test_strangers_are_counted_by_address(db, few):
    assert statuses(Client(), PAGE, 6) == [False] * 5 + [True]
    assert statuses(Client(REMOTE_ADDR="10.0.0.9"), PAGE, 1) == [False]


def test_searches_have_their_own_count(db, few):
    client = Client()
    assert statuses(client, SEARCH, 5)[-1] is True
    assert statuses(client, PAGE, 1) == [False]


def test_search_of_phones_is_refused_as_json(db, few):
    client = Client()
    for _n in range(4):
        client.get("/api/search/v1?q=x&language=lo")

    refused = client.get("/api/search/v1?q=x&language=lo")

    assert refused.status_code == 429
    assert refused.json()["code"] == "busy"
    assert refused.headers["Retry-After"] == "50"


def test_colleague_is_not_counted_along(as_, officer, colleague, few):
    statuses(as_(officer), PAGE, 4)

    assert statuses(as_(colleague), PAGE, 3) == [False] * 3


def test_two_phones_of_one_person_are_counted_together(as_, officer, few):
    statuses(as_(officer), PAGE, 2)

    assert statuses(as_(officer), PAGE, 2) == [False, True]


def test_made_up_session_cookie_is_counted_by_address(db, few):
    client = Client()
    refused = []
    for n in range(6):
        client.cookies["sessionid"] = f"{n:032d}"
        refused.append(client.get(PAGE).status_code == 429)

    assert refused == [False] * 5 + [True]


def test_inbox_and_health_are_counted_elsewhere(db, few):
    client = Client()

    assert statuses(client, "/api/session", 8) == [False] * 8
    assert statuses(client, "/healthz", 8) == [False] * 8


@pytest.mark.slow
def test_workshop_of_220_behind_one_address_works_for_a_minute(as_, make_person):
    """Each opens five pages and signs in with the room's one address; nobody is refused."""
    people = [make_person(f"LS-{n:05d}", "officer") for n in range(220)]
    room = Client()

    strangers = [room.get("/lo/sign-in/").status_code for _person in people for _n in range(2)]
    signed_in = [
        client.get(PAGE).status_code
        for client in (as_(person) for person in people)
        for _n in range(3)
    ]

    assert set(strangers) == set(signed_in) == {200}
