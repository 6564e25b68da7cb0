"""How reference values and open fields look in a text.

A text holds `{vol_rate}` and `[LSSO: what is missing]`; a reader sees the number of the day, with
its source one tap away, and a field that is plainly open. A key that nobody knows is an open
field too: never a guess, never a brace.
"""

import re
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .markdown import render_markdown
from .models.values import Figure

KEY = re.compile(r"\{([a-z][a-z0-9_]*)\}")
OPEN = re.compile(r"\[LSSO:?\s*([^\[\]]*)\]")
_TAG = re.compile(r"(<[^>]*>)")
NBSP = "\u00a0"


class Filler:
    """Fills in texts with the figures of one day, and remembers which keys were met."""

    def __init__(self, figures: dict[str, Figure], language: str):
        self.figures, self.language = figures, language
        self.met: dict[str, None] = {}  # a set that keeps the order of reading

    def plain(self, text: str) -> SafeString:
        """One line without Markdown."""
        return self._filled(escape(text))

    def rich(self, text: str) -> SafeString:
        """A text in Markdown."""
        return self._filled(render_markdown(text))

    def _filled(self, html: str) -> SafeString:
        parts = _TAG.split(html)
        parts[::2] = [OPEN.sub(_open_field, KEY.sub(self._number, text)) for text in parts[::2]]
        return mark_safe("".join(parts))

    def _number(self, found: re.Match) -> str:
        figure = self.figures.get(found[1])
        if figure is None:
            return f"[LSSO: {found[1]}]"
        self.met[figure.key] = None
        return format_html('<a class="value" href="#values">{}</a>', in_text(figure))


def _open_field(found: re.Match) -> str:
    missing = found[1].strip()
    return f'<span class="blank"><b>LSSO</b>{" " if missing else ""}{missing}</span>'


def filled(text: str, figures: dict[str, Figure]) -> str:
    """A plain text with its numbers, for lists and where no HTML can stand."""

    def number(found: re.Match) -> str:
        figure = figures.get(found[1])
        return in_text(figure) if figure else f"[LSSO: {found[1]}]"

    return KEY.sub(number, text)


def keys_in(texts) -> set[str]:
    """The keys that these texts name."""
    return {key for text in texts for key in KEY.findall(text)}


def in_text(figure: Figure) -> str:
    """The number alone, since the text around it says of what: 9; 5,5; 4.500.000; 1508."""
    return digits(figure.value, grouped=figure.unit != "phone")


def digits(value: Decimal, *, grouped: bool = True) -> str:
    """A number in the language that is shown, without idle zeros."""
    plain = value.normalize()
    places = max(-plain.as_tuple().exponent, 0)
    return number_format(plain, places, use_l10n=True, force_grouping=grouped)


def with_unit(figure: Figure) -> str:
    """The number as the list of values shows it: 9 %; 9 months; ₭4,500,000 a month."""
    number = in_text(figure)
    shapes = {
        "percent": f"{number}{NBSP}%",
        "kip": f"₭{number}",
        "kip_month": _("₭%(n)s a month"),
        "months": _("%(n)s months"),
        "days": _("%(n)s days"),
        "years": _("%(n)s years"),
    }
    return shapes.get(figure.unit, "%(n)s").replace("%(n)s", number)


def rows(figures: list[Figure], language: str) -> list[dict]:
    """The list at the end of a page: label, value, note, source, since, reviewed."""
    return [
        {
            "label": figure.label(language),
            "value": with_unit(figure),
            "note": figure.note(language),
            "source": figure.source,
            "since": date_format(figure.valid_from) if figure.valid_from else "",
            "reviewed": figure.reviewed,
        }
        for figure in figures
    ]


def to_json(figure: Figure) -> dict:
    """What a rendered copy keeps of a figure: numbers as text, so that nothing is rounded."""
    kept = {"value": _as_text(figure.value), "unit": figure.unit}
    if figure.later:
        kept["later"] = [[day.isoformat(), _as_text(value)] for day, value in figure.later]
    return kept


def from_json(key: str, kept: dict) -> Figure:
    later = [(date.fromisoformat(day), Decimal(value)) for day, value in kept.get("later", [])]
    return Figure(key, Decimal(kept["value"]), kept["unit"], later=tuple(later))


def _as_text(value: Decimal) -> str:
    return f"{value.normalize():f}"


def first_day(figures: list[Figure], always: date) -> date:
    """The day from which all of these hold together."""
    return max((figure.valid_from for figure in figures if figure.valid_from), default=always)
