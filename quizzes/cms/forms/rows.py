"""One row of a question: an option, a pair, a step, or a wrong answer that is known."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ...content import LANGUAGES, decimal
from .formulas import FormulaField
from .question import LONGEST, LinesField


class RowText(LinesField):
    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=LONGEST, **kwargs)


class OptionForm(forms.Form):
    """One option, or one wrong answer that is known."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    text_lo = RowText(label=_("Text in Lao"))
    text_en = RowText(label=_("Text in English"))
    right = forms.BooleanField(label=_("Right"), required=False)
    feedback_lo = RowText(label=_("Feedback in Lao"))
    feedback_en = RowText(label=_("Feedback in English"))

    texts = ("text", "feedback")

    @property
    def pairs(self) -> list:
        """The fields that stand side by side: [(Lao, English)]; one alone where there is one."""
        return [
            [self[f"{name}_{language}"] for language in LANGUAGES if self._is_shown(name, language)]
            for name in self.texts
        ]

    def _is_shown(self, name: str, language: str) -> bool:
        return not self.fields[f"{name}_{language}"].widget.is_hidden

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_permitted = False  # whether a row says anything is is_empty()'s to tell
        for name in self.texts:
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"].widget.attrs["lang"] = language
        self.fields["feedback_lo"].widget.attrs["data-aside"] = ""
        self.fields["feedback_en"].widget.attrs["data-aside"] = ""

    def is_empty(self) -> bool:
        return not any(
            self.cleaned_data.get(f"{name}_{language}")
            for name in self.texts
            for language in LANGUAGES
        )

    def both(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}


class PairForm(OptionForm):
    """A left side with its right one; without a left side, a right one that goes with nothing."""

    right = None
    right_key = forms.CharField(required=False, widget=forms.HiddenInput)
    right_lo = RowText(label=_("What goes with it, in Lao"))
    right_en = RowText(label=_("What goes with it, in English"))
    field_order = [
        *("key", "right_key", "text_lo", "text_en", "right_lo", "right_en"),
        *("feedback_lo", "feedback_en"),
    ]
    texts = ("text", "right", "feedback")


class ValueForm(OptionForm):
    """A wrong number that is known."""

    right = None
    text_lo = forms.CharField(label=_("Wrong answer"), required=False, max_length=30)
    text_en = forms.CharField(required=False, widget=forms.HiddenInput)


class WrongTextForm(OptionForm):
    """A wrong short text that is known."""

    right = None


class FormulaForm(OptionForm):
    """A wrong answer that is known, by the formula that leads to it."""

    right = None
    text_lo = FormulaField(label=_("Formula"), required=False, max_length=300)
    text_en = forms.CharField(required=False, widget=forms.HiddenInput)


class StepForm(OptionForm):
    """A step of an ordering question; the rows stand in the right order."""

    right = None
    place = forms.IntegerField(
        label=_("Place in the order"), required=False, min_value=1, max_value=99
    )
    field_order = ["key", "place", "text_lo", "text_en", "feedback_lo", "feedback_en"]


def row_of(entry: dict) -> dict:
    row = {"key": entry.get("key", ""), "right": (decimal(entry.get("weight")) or 0) > 0}
    text = entry.get("text") or {"lo": entry.get("value") or entry.get("formula", ""), "en": ""}
    for language in LANGUAGES:
        row[f"text_{language}"] = text.get(language, "")
        row[f"feedback_{language}"] = (entry.get("feedback") or {}).get(language, "")
    return row
