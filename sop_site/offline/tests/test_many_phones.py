"""A small run of bin/bench phones: each a thread with a connection of its own, a real server."""

import pytest

from sop_site.bench import phones, phones_load

pytestmark = pytest.mark.slow


def test_thirty_phones_at_once_lose_nothing(site):
    site.stop()

    found = phones_load.measure(site.folder, site.environment, phones=30, items=2)

    assert found["errors"] == []
    assert found["keys"] == found["rows"] == 20 + 30 * 2
    assert found["photos_sent"] == found["photos"] == 31
    assert phones.is_well(found)
