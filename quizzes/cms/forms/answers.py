"""The right answer of those types that have no options to choose from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ...content import LANGUAGES, decimal
from ...drawn_numbers import read_number, written_numbers
from ...models import QuestionType
from .formulas import FormulaField
from .question import LONGEST


class NumberForm(forms.Form):
    """The right answer of a number question."""

    answer = forms.CharField(label=_("Right answer"), max_length=30)
    tolerance = forms.CharField(label=_("Give or take"), initial="0", max_length=30)
    unit_lo = forms.CharField(label=_("Unit in Lao"), required=False, max_length=60)
    unit_en = forms.CharField(label=_("Unit in English"), required=False, max_length=60)

    @staticmethod
    def initial_of(content: dict) -> dict:
        unit = content.get("unit") or {}
        plain = {name: content[name] for name in ("answer", "tolerance") if name in content}
        return plain | {f"unit_{language}": unit.get(language, "") for language in LANGUAGES}

    def clean(self):
        for name in ("answer", "tolerance"):
            if name in self.cleaned_data and decimal(self.cleaned_data[name]) is None:
                self.add_error(name, _("Write a number, with a point before decimals: 5.5."))
        return self.cleaned_data

    def content(self) -> dict:
        data = self.cleaned_data
        unit = {language: data[f"unit_{language}"] for language in LANGUAGES}
        return {"answer": data["answer"], "tolerance": data["tolerance"], "unit": unit}


class ComputedForm(NumberForm):
    """The numbers that are drawn, and the formula of the right answer."""

    answer = None
    numbers = forms.CharField(
        label=_("Numbers that are drawn, one a line"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("income: 1200000 to 2700000 step 100000, or months: 2, 3, 6"),
    )
    formula = FormulaField(
        label=_("Formula of the right answer"),
        max_length=300,
        help_text=_(
            "Drawn numbers and reference values by name, + - * / ( ), min, max, round(x) and "
            "round(x, step): round(income * vol_rate / 100)"
        ),
    )
    field_order = ["numbers", "formula", "tolerance", "unit_lo", "unit_en"]

    @staticmethod
    def initial_of(content: dict) -> dict:
        found = NumberForm.initial_of(content) | {"formula": content.get("formula", "")}
        return found | {"numbers": written_numbers(content.get("parameters", []))}

    def __init__(self, *args, content=None, **kwargs):
        self.before = content or {}
        super().__init__(*args, **kwargs)

    def clean_numbers(self):
        lines = self.cleaned_data["numbers"].splitlines()
        found = [read_number(line) for line in lines if line.strip()]
        unread = [
            line for line, one in zip(filter(str.strip, lines), found, strict=True) if not one
        ]
        if unread:
            raise forms.ValidationError(
                _("“%(line)s” can't be read. Write: income: 1200000 to 2700000 step 100000.")
                % {"line": unread[0].strip()}
            )
        return found

    def content(self) -> dict:
        data = self.cleaned_data
        labels = {p["name"]: p["label"] for p in self.before.get("parameters", []) if "label" in p}
        parameters = [
            one | ({"label": labels[one["name"]]} if one["name"] in labels else {})
            for one in data["numbers"]
        ]
        unit = {language: data[f"unit_{language}"] for language in LANGUAGES}
        return {
            "parameters": parameters,
            "formula": data["formula"],
            "tolerance": data["tolerance"],
            "unit": unit,
        }


class WordsForm(forms.Form):
    """The accepted answers of a short-text question, one a line."""

    accepted_lo = forms.CharField(
        label=_("Accepted in Lao, one a line"), required=False, widget=forms.Textarea
    )
    accepted_en = forms.CharField(
        label=_("Accepted in English, one a line"), required=False, widget=forms.Textarea
    )

    @staticmethod
    def initial_of(content: dict) -> dict:
        accepted = content.get("accepted") or {}
        return {f"accepted_{lang}": "\n".join(accepted.get(lang, [])) for lang in LANGUAGES}

    def content(self) -> dict:
        accepted = {
            language: [
                line.strip()
                for line in self.cleaned_data[f"accepted_{language}"].splitlines()
                if line.strip()
            ]
            for language in LANGUAGES
        }
        return {"accepted": accepted}


SPECIAL_FORMS = {
    QuestionType.NUMERIC: NumberForm,
    QuestionType.COMPUTED: ComputedForm,
    QuestionType.SHORT: WordsForm,
}
