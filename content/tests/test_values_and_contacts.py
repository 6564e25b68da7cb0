"""The starting reference values and contacts: all taken once, nothing of people's overwritten."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from content.loaders import contacts, places, values
from sop_pages.models import SOP, Contact, ReferenceValue


@pytest.fixture(autouse=True)
def in_english():
    """As the command speaks, whatever language the test before this one left."""
    with override("en"):
        yield


@pytest.fixture
def loaded(db, in_english):
    list(places.load(samples=True))
    SOP.objects.create(code="REG-01")
    return [*values.load(samples=True), *contacts.load(samples=True)]


def test_all_are_loaded(loaded):
    assert (ReferenceValue.objects.count(), Contact.objects.count()) == (18, 193)
    assert loaded == [
        "Reference values: 18 added, 0 were there and left alone.",
        "Contacts: 193 added, 0 were there and left alone.",
    ]


def test_second_time_changes_nothing(loaded):
    ReferenceValue.objects.filter(key="vol_rate").update(value=10)
    Contact.objects.filter(key="lsso-claims").update(phone="1")

    said = [*values.load(samples=True), *contacts.load(samples=True)]

    assert ReferenceValue.objects.get(key="vol_rate").value == 10
    assert said == [
        "Reference values: 0 added, 18 were there and left alone.",
        "Contacts: 0 added, 193 were there and left alone.",
    ]


def test_value_knows_its_source_and_that_nobody_reviewed_it(loaded):
    rate = ReferenceValue.objects.get(key="vol_rate")

    assert (rate.unit, rate.fact, rate.valid_from, rate.reviewed) == ("percent", "F13", None, False)
    assert rate.source


def test_contact_knows_sops_deputy_and_when_it_was_confirmed(loaded):
    desk = Contact.objects.get(key="p06-voluntary")

    assert (desk.province_id, desk.deputy.key, desk.sample) == ("06", "p06-coordinator", True)
    assert desk.confirmed_on == localdate() - timedelta(days=45)
    assert [sop.code for sop in desk.sops.all()] == ["REG-01"]


def test_without_samples_nothing_is_loaded(db):
    assert [*values.load(samples=False), *contacts.load(samples=False)] == []
    assert ReferenceValue.objects.count() == Contact.objects.count() == 0
