"""The calculators as forms on a page: what was typed, what came out, or what to mend."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from . import calculators
from .figures import digits
from .models.values import Figure

TEMPLATES = {
    "contribution": "sop_pages/calculator_contribution.html",
    "months": "sop_pages/calculator_months.html",
}


@dataclass
class CalculatorForm:
    """One calculator: `typed` as it came, `errors` by field, `result` for the template.

    `figures` are those that it needs and that are known: without them it says so and asks nothing.
    """

    name: str
    typed: dict[str, str]
    figures: dict[str, Figure]
    errors: dict[str, str] = field(default_factory=dict)
    result: dict = field(default_factory=dict)

    def value(self, key: str) -> Decimal:
        return self.figures[key].value


def read(name: str, query: QueryDict, figures: dict[str, Figure], day: date) -> CalculatorForm:
    """Computes what this address asks for. Raises nothing: faults become sentences in `errors`."""
    needed = {k: figures[k] for k in calculators.VALUES_OF.get(name, ()) if k in figures}
    compute = {"contribution": _contribution, "months": _months}[name]
    names = {"contribution": ("income",), "months": ("benefit", "months", "until")}[name]
    typed = {field_name: query.get(field_name, "")[:60] for field_name in names}
    form = CalculatorForm(name, typed, needed)
    if needed:
        compute(form, day)
    return form


def _contribution(form: CalculatorForm, day: date) -> None:
    if not form.typed["income"].strip():
        return
    try:
        income = calculators.read_income(form.typed["income"])
    except calculators.Unusable as fault:
        form.errors["income"] = str(fault)
        return
    kip = calculators.contribution(income, form.value(calculators.RATE))
    form.result = {"income": digits(Decimal(income)), "kip": digits(Decimal(kip))}


def _months(form: CalculatorForm, day: date) -> None:
    key = calculators.MONTHS_NEEDED.get(form.typed["benefit"])
    if not form.typed["months"].strip():
        return
    try:
        paid = calculators.read_months(form.typed["months"])
    except calculators.Unusable as fault:
        form.errors["months"] = str(fault)
    try:
        last = calculators.read_month(form.typed["until"], day)
    except calculators.Unusable as fault:
        form.errors["until"] = str(fault)
    if key not in form.figures:
        form.errors["benefit"] = gettext("Please choose one.")
    if form.errors:
        return
    waiting = calculators.waiting(paid, int(form.value(key)), last)
    form.result = {"waiting": waiting, "figure": form.figures[key]}


def _months_later(figure: Figure) -> str:
    """What the phone is told of values to come: 2027-01-01:1 January 2027:10|…"""
    return "|".join(f"{day}:{date_format(day)}:{int(value)}" for day, value in figure.later)


def _rates_later(figure: Figure) -> str:
    """The same of a rate, as shown and as a fraction: 2027-01-01:1 January 2027:9,5:19:200|…"""
    told = []
    for day, value in figure.later:
        rate, of = (value / 100).as_integer_ratio()
        told.append(f"{day}:{date_format(day)}:{digits(value)}:{rate}:{of}")
    return "|".join(told)


def render(form: CalculatorForm) -> str:
    rate = form.figures.get(calculators.RATE)
    choices = [
        {
            "value": benefit,
            "name": gettext(name),
            "needed": int(form.value(key)),
            "later": _months_later(form.figures[key]),
            "is_chosen": benefit == form.typed.get("benefit"),
        }
        for benefit, name in calculators.BENEFITS.items()
        if (key := calculators.MONTHS_NEEDED[benefit]) in form.figures
    ]
    context = {"form": form, "choices": choices, "rate": None}
    if rate and form.name == "contribution":
        # A fraction of whole numbers, so that the phone's arithmetic is exact as well.
        context["rate"] = digits(rate.value)
        context["fraction"] = (rate.value / 100).as_integer_ratio()
        context["later"] = _rates_later(rate)
        context["separator"] = "," if get_language() == "en" else "."
    return render_to_string(TEMPLATES[form.name], context)
