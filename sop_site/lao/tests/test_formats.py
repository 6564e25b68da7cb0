"""Dates, numbers and kip, and the template filters, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

MONTHS = [
    *("ມັງກອນ", "ກຸມພາ", "ມີນາ", "ເມສາ", "ພຶດສະພາ", "ມິຖຸນາ"),
    *("ກໍລະກົດ", "ສິງຫາ", "ກັນຍາ", "ຕຸລາ", "ພະຈິກ", "ທັນວາ"),
]


def shown(language, source, **context):
    with translation.override(language):
        return Template("{% load lao %}" + source).render(Context(context))


@pytest.mark.parametrize(("language", "said"), [("lo", "23 ພະຈິກ 2026"), ("en", "23 November 2026")])
def test_date_reads_day_month_year(language, said):
    assert shown(language, "{{ day|date }}", day=date(2026, 11, 23)) == said
    assert shown(language, "{{ day }}", day=date(2026, 11, 23)) == said


@pytest.mark.parametrize("month", range(1, 13))
def test_month_has_the_name_of_cldr(month):
    assert shown("lo", '{{ day|date:"F" }}', day=date(2026, month, 1)) == MONTHS[month - 1]
    assert shown("lo", '{{ day|date:"E" }}', day=date(2026, month, 1)) == MONTHS[month - 1]


def test_weekday_is_lao():
    assert shown("lo", '{{ day|date:"l" }}', day=date(2026, 11, 23)) == "ວັນຈັນ"


@pytest.mark.parametrize(
    ("language", "said"), [("lo", "24 ພະຈິກ 2026 01:30"), ("en", "24 November 2026 01:30")]
)
def test_moment_is_shown_in_vientiane(language, said):
    moment = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)

    assert shown(language, '{{ moment|date:"DATETIME_FORMAT" }}', moment=moment) == said


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("lo", 2_000_000, "₭2.000.000"),
        ("en", 2_000_000, "₭2,000,000"),
        ("lo", Decimal("-1500"), "-₭1.500"),
        ("en", Decimal("180000.00"), "₭180,000"),
        ("lo", "[LSSO]", "[LSSO]"),
        ("lo", None, "None"),
        ("en", float("nan"), "nan"),
    ],
)
def test_kip_groups_thousands(language, value, said):
    assert shown(language, "{{ value|kip }}", value=value) == said


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("lo", Decimal("8.5"), "8,5"),
        ("en", Decimal("8.5"), "8.5"),
        ("lo", 12345, "12.345"),
        ("en", 12345.25, "12,345.25"),
        ("lo", Decimal("9.00"), "9"),
    ],
)
def test_number_has_the_separators_of_its_language(language, value, said):
    assert shown(language, "{{ value|number }}", value=value) == said


@pytest.mark.parametrize("language", ["lo", "en"])
def test_form_takes_a_date_as_it_is_written(language):
    with translation.override(language):
        assert forms.DateField().clean("23/11/2026") == date(2026, 11, 23)
        assert forms.DateField().clean("2026-11-23") == date(2026, 11, 23)


def test_breaks_escapes_what_is_not_safe():
    assert shown("lo", "{{ value|breaks }}", value="<b>ປະກັນ") == "&lt;b&gt;ປະ<wbr>ກັນ"
    assert shown("lo", "{{ value|safe|breaks }}", value="<b>ປະກັນ</b>") == "<b>ປະ<wbr>ກັນ</b>"


def test_truncate_syllables_escapes_in_its_template():
    assert shown("lo", "{{ value|truncate_syllables:9 }}", value="ປະກັນສັງຄົມ") == "ປະກັນສັງ…"
    assert shown("lo", "{{ value|truncate_syllables:9 }}", value="<b>") == "&lt;b&gt;"
