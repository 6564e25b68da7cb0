import pytest

from sop_site.lao import personal


@pytest.mark.parametrize(
    "text",
    ["020 5512 3456", "02055123456", "ໂທ ໐໒໐ ໕໕໑໒ ໓໔໕໖", "06-01 123456", "+856 20 5512 3456"],
)
def test_phone_and_card_numbers_are_found(text):
    assert [found.kind for found in personal.findings(text)] == ["number"]


@pytest.mark.parametrize("text", ["ທ້າວ ສົມສັກ", "ນາງ ແກ້ວມະນີ", "Mr. Somsak came", "Nang Keo"])
def test_names_after_a_form_of_address_are_found(text):
    assert [found.kind for found in personal.findings(text)] == ["name"]


@pytest.mark.parametrize(
    "text",
    ["2026-11-23", "1.500.000 ກີບ", "15000000 kip", "2024-2026", "REG-01", "60 km, 23 villages"],
)
def test_dates_money_and_codes_are_left_alone(text):
    assert personal.findings(text) == []


def test_each_passage_is_said_once():
    assert len(personal.findings("020 5512 3456", "020 5512 3456")) == 1
