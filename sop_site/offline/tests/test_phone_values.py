"""The calculators of a saved page compute by the value of the phone's day, without a network."""

from datetime import UTC, datetime, timedelta

import pytest

from .phone import no_network

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COMING = """
from datetime import timedelta
from django.utils.timezone import localdate
from sop_pages.models import ReferenceValue
for key, value in (("vol_rate", "9.5"), ("mat_months_birth", "11")):
    last = ReferenceValue.objects.filter(key=key).last()
    ReferenceValue.objects.create(
        key=key, value=value, unit=last.unit, label_lo=last.label_lo, label_en=last.label_en,
        valid_from=localdate() + timedelta(days=1))
"""
GONE = """
from django.utils.timezone import localdate
from sop_pages.models import ReferenceValue
for row in ReferenceValue.objects.filter(valid_from__gt=localdate()):
    row.delete()
"""


@pytest.fixture
def tomorrow(site):
    """Other values that hold from tomorrow; the moment at which they have begun."""
    site.manage("shell", "-v0", "-c", COMING)
    yield datetime.now(UTC) + timedelta(days=1)
    site.manage("shell", "-v0", "-c", GONE)


def computed(phone) -> tuple[str, ...]:
    """The rate as it is shown and the contribution; the months needed and missing."""
    page = phone.page
    phone.goto("/lo/sops/reg-01/")
    page.fill("#income", "2000000")
    sum_ = page.locator(".calculator__sum")
    rate = sum_.locator(".value").inner_text(), sum_.locator("[data-result]").inner_text()
    newer = [page.locator("[data-newer]").is_visible()]
    phone.goto("/lo/sops/clm-01/")
    page.select_option("#benefit", "birth")
    page.fill("#months", "4")
    page.click("#waiting button")
    said = [page.inner_text(f"#waiting [data-fill={name}]") for name in ("needed", "missing")]
    newer.append(page.locator("#waiting [data-if-newer]").is_visible())
    return *rate, *said, *newer


def test_value_that_begins_tomorrow_is_used_tomorrow(handset, tomorrow):
    handset.ask("() => lib.saved.refresh('lo')")

    with no_network(handset):
        today = computed(handset)
        handset.page.clock.set_fixed_time(tomorrow)
        then = computed(handset)

    assert today == ("9", "180.000", "9", "5", False, False)
    assert then == ("9,5", "190.000", "11", "7", True, True)
