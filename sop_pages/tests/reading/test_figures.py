"""Reference values and open fields within a text."""

from decimal import Decimal

import pytest
from django.utils import translation

from sop_pages.figures import Filler, in_text, keys_in, with_unit
from sop_pages.models.values import Figure


def figure(key="vol_rate", value="9", unit="percent"):
    return Figure(key, Decimal(value), unit)


def filler(*figures):
    return Filler({f.key: f for f in figures}, "en")


def test_value_is_filled_in_and_leads_to_its_source():
    made = filler(figure())

    assert made.plain("Rate {vol_rate}") == 'Rate <a class="value" href="#values">9</a>'
    assert list(made.met) == ["vol_rate"]


def test_open_field_never_looks_like_a_fact():
    assert filler().plain("Age: [LSSO: lowest age]") == (
        'Age: <span class="blank"><b>LSSO</b> lowest age</span>'
    )


def test_unknown_key_is_an_open_field():
    assert filler().plain("{nothing}") == '<span class="blank"><b>LSSO</b> nothing</span>'


def test_plain_text_is_escaped():
    assert filler().plain("<script>{vol_rate}") == (
        '&lt;script&gt;<span class="blank"><b>LSSO</b> vol_rate</span>'
    )


def test_markdown_is_rendered_cleaned_and_filled_in():
    text = "**Now** {vol_rate} <script>alert(1)</script>"

    assert filler(figure()).rich(text) == (
        '<p><strong>Now</strong> <a class="value" href="#values">9</a> </p>'
    )


def test_value_within_an_address_stays_as_typed():
    text = "[look](https://example.org/{vol_rate})"

    assert "<a class" not in filler(figure()).rich(text)


@pytest.mark.parametrize(
    ("value", "unit", "lao", "english"),
    [
        ("9.0000", "percent", "9\u00a0%", "9\u00a0%"),
        ("5.5000", "percent", "5,5\u00a0%", "5.5\u00a0%"),
        ("4500000", "kip_month", "₭4.500.000 ຕໍ່ເດືອນ", "₭4,500,000 a month"),
        ("9", "months", "9 ເດືອນ", "9 months"),
        ("1508", "phone", "1508", "1508"),
    ],
)
def test_value_with_its_unit_in_both_languages(value, unit, lao, english):
    shown = figure(value=value, unit=unit)

    with translation.override("lo"):
        assert with_unit(shown) == lao
    with translation.override("en"):
        assert with_unit(shown) == english


def test_value_in_a_text_is_the_number_alone():
    with translation.override("lo"):
        assert in_text(figure(value="4500000", unit="kip_month")) == "4.500.000"


def test_keys_are_found_in_texts():
    assert keys_in(["{a} {b_1}", "{a} {#key} {Big}"]) == {"a", "b_1"}
