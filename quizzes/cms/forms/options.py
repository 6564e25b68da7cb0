"""The rows of a question as one set, in the shape that its type needs."""

from decimal import ROUND_DOWN, Decimal

from django import forms

from ...content import CHOICES
from ...models import QuestionType
from ...option_keys import new_keys
from .pairs import pair_rows, pairs_content
from .rows import (
    FormulaForm,
    OptionForm,
    PairForm,
    StepForm,
    ValueForm,
    WrongTextForm,
    row_of,
)
from .steps import placed, step_rows, steps_content

WRONG_WEIGHT = "-0.5"
MOST = 12


class BaseOptions(forms.BaseFormSet):
    """The options of a question in its type's own shape."""

    def __init__(self, *args, question_type, content=None, **kwargs):
        self.question_type, self.before = question_type, content or {}
        super().__init__(*args, initial=self._initial(), **kwargs)

    def _initial(self) -> list[dict]:
        if self.question_type == QuestionType.MATCHING:
            return pair_rows(self.before)
        if self.question_type == QuestionType.ORDERING:
            return step_rows(self.before)
        if self.question_type == QuestionType.TRUEFALSE and not self.before:
            return TRUE_AND_FALSE
        entries = self.before.get("options") or self.before.get("known_wrong") or []
        return [row_of(entry) for entry in entries]

    def filled(self) -> list[OptionForm]:
        return [form for form in self.forms if form.cleaned_data and not form.is_empty()]

    def steps_in_order(self) -> list[OptionForm]:
        """The filled rows of an ordering question, as they are right."""
        return [row for _key, row in placed(self.filled(), self.before)]

    def content(self) -> dict:
        if self.question_type in CHOICES:
            return self._choices()
        if self.question_type == QuestionType.MATCHING:
            return pairs_content(self.filled(), self.before)
        if self.question_type == QuestionType.ORDERING:
            return steps_content(self.filled(), self.before)
        if self.question_type == QuestionType.COMPUTED:
            wrong = [
                {"formula": form.both("text")["lo"] or form.both("text")["en"]}
                for form in self.filled()
            ]
        elif self.question_type == QuestionType.NUMERIC:
            wrong = [
                {"value": form.both("text")["lo"] or form.both("text")["en"]}
                for form in self.filled()
            ]
        else:
            wrong = [{"text": form.both("text")} for form in self.filled()]
        for entry, form in zip(wrong, self.filled(), strict=True):
            entry["feedback"] = form.both("feedback")
        return {"known_wrong": wrong}

    def _choices(self) -> dict:
        rows = self.filled()
        known = {option["key"] for option in self.before.get("options", [])}
        kept = [form.cleaned_data["key"] for form in rows]
        keys = new_keys([key if key in known else "" for key in kept], self.question_type)
        right = sum(form.cleaned_data["right"] for form in rows)
        options = [
            {
                "key": key,
                "text": form.both("text"),
                "weight": self._weight(form.cleaned_data["right"], right),
                "feedback": form.both("feedback"),
            }
            for key, form in zip(keys, rows, strict=True)
        ]
        if self.question_type == QuestionType.MULTIPLE:
            return {"options": options, "right_count": right}
        return {"options": options}

    def _weight(self, is_right: bool, right: int) -> str:
        """Right options share the mark; a wrong one of several takes half of it away."""
        if self.question_type != QuestionType.MULTIPLE:
            return "1" if is_right else "0"
        if not is_right:
            return WRONG_WEIGHT
        share = (Decimal(1) / right).quantize(Decimal("0.0000001"), ROUND_DOWN)
        return f"{share.normalize():f}"


def options_of(question_type: str, content: dict | None, data=None) -> BaseOptions:
    """The rows of options, or of known wrong answers, with some empty ones below."""
    empty = 2 if content else 4
    if question_type == QuestionType.TRUEFALSE:
        empty = 0
    row = ROWS.get(question_type, OptionForm)
    formset = forms.formset_factory(row, formset=BaseOptions, extra=empty, max_num=MOST)
    return formset(data, question_type=question_type, content=content, prefix="options")


ROWS = {
    QuestionType.MATCHING: PairForm,
    QuestionType.ORDERING: StepForm,
    QuestionType.COMPUTED: FormulaForm,
    QuestionType.NUMERIC: ValueForm,
    QuestionType.SHORT: WrongTextForm,
}
TRUE_AND_FALSE = [
    {"text_lo": "ຖືກ", "text_en": "True"},
    {"text_lo": "ຜິດ", "text_en": "False"},
]
