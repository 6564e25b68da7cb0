"""Ten runs of bin/bench faults: nothing is lost, doubled or changed, whatever breaks."""

import pytest

from sop_site.bench import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# In two the server is killed, in two the browser.
SEEDS = range(1, 11)


def test_ten_runs_lose_double_and_change_nothing(site, keo, browser_engine):
    attempts = {keo: faults.start_attempts(site)[keo]}
    hands = faults.Hands(browser_engine.browser_type, site, attempts)

    result = faults.runs(hands, SEEDS, minutes=10)

    assert result["failed"] == []
    assert (result["runs"], result["items"]) == (10, 200)
    assert result["server_kills"] >= 1
    assert result["typed"] >= 15
    assert result["browser_kills"] == 2
