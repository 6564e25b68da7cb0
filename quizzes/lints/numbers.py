"""Bare numbers that are reference values: they grow old where LSSO's value changes."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from ..folding import fold
from .places import Finding, Place, rows_of, texts

UNITS = {
    "percent": ("%|percent|per cent", "ສ່ວນຮ້ອຍ|ເປີເຊັນ"),
    "months": ("months?", "ເດືອນ"),
    "days": ("days?", "ວັນ|ມື້"),
    "years": ("years?", "ປີ"),
}
LARGE = 1_000  # from here on a number is no other by chance, whatever stands behind it
BRACES = re.compile(r"\{[^{}]*\}")


def bare(content: dict, values: dict) -> Iterator[Finding]:
    """Texts and formulas that say a value of today as a number. `values` is {key: Figure}."""
    looked_for = [(key, _pattern(figure)) for key, figure in values.items()]
    for place, text in [*texts(content), *_formulas(content)]:
        folded = BRACES.sub(" ", fold(text))
        found: dict[str, list[str]] = {}
        for key, pattern in looked_for:
            if pattern and (said := pattern.search(folded)):
                found.setdefault(said["number"], []).append(key)
        for number, keys in found.items():
            names = _(" or ").join(f"{{{key}}}" for key in keys[:2])
            message = _(
                "%(number)s is a reference value. Write %(names)s: then it never grows old."
            )
            yield Finding(place, message % {"number": number, "names": names}, blocks=False)


def _formulas(content: dict) -> Iterator[tuple[Place, str]]:
    """In a formula a rate or a sum is told by its number alone: what stands behind is no unit."""
    if content.get("formula"):
        yield Place("formula"), f"{content['formula']} "
    for row, entry in enumerate(rows_of(content, "known_wrong")):
        if entry.get("formula"):
            yield Place("known_wrong", "lo", row, "formula"), entry["formula"]


def _pattern(figure) -> re.Pattern | None:
    """How the value is written: 405000, 405.000, 405,000; a small one only with its unit."""
    value = figure.value.normalize()
    written = "|".join(re.escape(one) for one in sorted(_forms(value), key=len, reverse=True))
    number = rf"(?<![\w.,])(?P<number>{written})(?![\d]|[.,]\d)"
    if figure.unit in UNITS:
        english, lao = UNITS[figure.unit]
        operator = r"|\s*[*/]" if figure.unit == "percent" else ""
        return re.compile(rf"{number}(?:[\s-]*(?:{english}|{fold(lao)}){operator})")
    return re.compile(number) if abs(value) >= LARGE else None


def _forms(value: Decimal) -> set[str]:
    plain = f"{value:f}"
    whole, _point, part = plain.partition(".")
    grouped = {f"{int(whole):,}".replace(",", sign) for sign in (".", ",", " ", "")}
    if not part:
        return grouped
    return {f"{one}{point}{part}" for one in grouped for point in (".", ",") if point not in one}
