"""A Redis that is away costs speed, never a page."""

import pytest

from sop_site.offline.limits import seconds_to_wait
from sop_site.redis_cache import ForgivingRedisCache

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture
def away(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "until", 0.0)
    return ForgivingRedisCache(NOBODY, {"OPTIONS": {"socket_connect_timeout": 1}})


def test_nothing_is_found_and_nothing_breaks(away):
    away.set("a", 1)

    assert (away.get("a"), away.get("a", 7), away.has_key("a")) == (None, 7, False)
    assert away.get_many(["a", "b"]) == {}
    assert away.get_or_set("a", 5) == 5
    assert (away.delete("a"), away.touch("a")) == (False, False)


def test_limits_let_everybody_through(away, monkeypatch):
    monkeypatch.setattr("sop_site.offline.limits.cache", away)

    assert [seconds_to_wait("pages", "x", 1) for _n in range(3)] == [0, 0, 0]


def test_one_that_failed_is_left_alone_for_a_moment(away, caplog):
    away.get("a")
    away.get("a")

    assert len(caplog.records) == 1
