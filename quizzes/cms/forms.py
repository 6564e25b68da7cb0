"""A question as a form: both languages side by side, one set of fields for each type."""

from decimal import ROUND_DOWN, Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from sop_pages.models import Step

from ..content import CHOICES, LANGUAGES, decimal
from ..drawn_numbers import read_number, written_numbers
from ..models import Pool, Question, QuestionType
from ..option_keys import new_keys
from ..pairing import right_sides

WRONG_WEIGHT = "-0.5"
LONGEST = 2_000


class StepField(forms.ModelChoiceField):
    def label_from_instance(self, step):
        return f"{step.sop.code} {step.key}"


class QuestionForm(forms.ModelForm):
    """What is the same for all types. `content()` gives what the version holds of it."""

    stem_lo = forms.CharField(label=_("Question in Lao"), required=False, widget=forms.Textarea)
    stem_en = forms.CharField(label=_("Question in English"), required=False, widget=forms.Textarea)
    hint_lo = forms.CharField(label=_("Hint in Lao"), required=False)
    hint_en = forms.CharField(label=_("Hint in English"), required=False)
    explanation_lo = forms.CharField(label=_("Explanation in Lao"), required=False)
    explanation_en = forms.CharField(label=_("Explanation in English"), required=False)
    step = StepField(
        label=_("Step to read again"),
        queryset=Step.objects.filter(present=True).select_related("sop"),
        required=False,
    )

    class Meta:
        model = Question
        fields = ["key", "pool", "state", "difficulty", "critical", "step", "tags"]

    def __init__(self, *args, writer, content=None, **kwargs):
        self.before = content or {}
        super().__init__(*args, **kwargs)
        own = Pool.objects.for_trainer(writer)
        # A reader of all keys sees where the question stands; only its trainers put it elsewhere.
        self.fields["pool"].queryset = own or Pool.objects.filter(pk=self.instance.pool_id)
        for name in ("stem", "hint", "explanation"):
            for language in LANGUAGES:
                field = self.fields[f"{name}_{language}"]
                field.max_length = LONGEST
                field.initial = (self.before.get(name) or {}).get(language, "")
                field.widget.attrs.update({"lang": language, "rows": 3, "maxlength": LONGEST})
        if self.instance.pk:
            self.fields["key"].disabled = True

    def save(self, commit=True):
        self.instance.sop = self.instance.step.sop if self.instance.step else self.instance.sop
        return super().save(commit)

    def content(self) -> dict:
        kept = {"stem": self._both("stem"), "explanation": self._both("explanation")}
        if any(self._both("hint").values()):
            kept["hint"] = self._both("hint")
        return kept | {"reference_keys": self.before.get("reference_keys", [])}

    def _both(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}


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
    formula = forms.CharField(
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


class OptionForm(forms.Form):
    """One option, or one wrong answer that is known."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    text_lo = forms.CharField(label=_("Text in Lao"), required=False, max_length=LONGEST)
    text_en = forms.CharField(label=_("Text in English"), required=False, max_length=LONGEST)
    right = forms.BooleanField(label=_("Right"), required=False)
    feedback_lo = forms.CharField(label=_("Feedback in Lao"), required=False, max_length=LONGEST)
    feedback_en = forms.CharField(
        label=_("Feedback in English"), required=False, max_length=LONGEST
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # They stand in a table without labels of their own; the prefix ends in the row's number.
        number = self.prefix.rpartition("-")[2] if self.prefix else ""
        row = int(number) + 1 if number.isdecimal() else ""
        for field in self.visible_fields():
            field.field.widget.attrs["aria-label"] = f"{field.label} {row}".strip()

    texts = ("text", "feedback")

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
    right_lo = forms.CharField(
        label=_("What goes with it, in Lao"), required=False, max_length=LONGEST
    )
    right_en = forms.CharField(
        label=_("What goes with it, in English"), required=False, max_length=LONGEST
    )
    field_order = [
        *("key", "right_key", "text_lo", "text_en", "right_lo", "right_en"),
        *("feedback_lo", "feedback_en"),
    ]
    texts = ("text", "right", "feedback")


class FormulaForm(OptionForm):
    """A wrong answer that is known, by the formula that leads to it."""

    right = None
    text_lo = forms.CharField(label=_("Formula"), required=False, max_length=300)
    text_en = forms.CharField(required=False, widget=forms.HiddenInput)


class StepForm(OptionForm):
    """A step of an ordering question; the rows stand in the right order."""

    right = None
    place = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=99)
    field_order = ["key", "place", "text_lo", "text_en", "feedback_lo", "feedback_en"]


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
        entries = self.before.get("options") or self.before.get("known_wrong") or []
        return [_row_of(entry) for entry in entries]

    def _filled(self) -> list[OptionForm]:
        return [form for form in self.forms if form.cleaned_data and not form.is_empty()]

    def content(self) -> dict:
        if self.question_type in CHOICES:
            return self._choices()
        if self.question_type == QuestionType.MATCHING:
            return pairs_content(self._filled(), self.before)
        if self.question_type == QuestionType.ORDERING:
            return steps_content(self._filled(), self.before)
        if self.question_type == QuestionType.COMPUTED:
            wrong = [
                {"formula": form.both("text")["lo"] or form.both("text")["en"]}
                for form in self._filled()
            ]
        elif self.question_type == QuestionType.NUMERIC:
            wrong = [
                {"value": form.both("text")["lo"] or form.both("text")["en"]}
                for form in self._filled()
            ]
        else:
            wrong = [{"text": form.both("text")} for form in self._filled()]
        for entry, form in zip(wrong, self._filled(), strict=True):
            entry["feedback"] = form.both("feedback")
        return {"known_wrong": wrong}

    def _choices(self) -> dict:
        rows = self._filled()
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


def _row_of(entry: dict) -> dict:
    row = {"key": entry.get("key", ""), "right": (decimal(entry.get("weight")) or 0) > 0}
    text = entry.get("text") or {"lo": entry.get("value") or entry.get("formula", ""), "en": ""}
    for language in LANGUAGES:
        row[f"text_{language}"] = text.get(language, "")
        row[f"feedback_{language}"] = (entry.get("feedback") or {}).get(language, "")
    return row


def pair_rows(content: dict) -> list[dict]:
    """Pairs first, then the right sides that go with nothing."""
    rows = [
        _row_of({"key": pair["key"], "text": pair["left"], "feedback": pair.get("feedback")})
        | {"right_key": pair["right_key"]}
        | {f"right_{language}": pair["right"].get(language, "") for language in LANGUAGES}
        for pair in content.get("pairs", [])
    ]
    rows += [
        _row_of({"text": {}, "feedback": extra.get("feedback")})
        | {"right_key": extra["key"]}
        | {f"right_{language}": extra["text"].get(language, "") for language in LANGUAGES}
        for extra in content.get("distractors", [])
    ]
    return [row | {"right": None} for row in rows]


def pairs_content(rows: list[PairForm], before: dict) -> dict:
    """The version's pairs; equal right sides are one side. Keys that were there are kept, where
    what they stand for is still in its row; others are drawn, so that they say nothing."""
    lefts = [row for row in rows if any(row.both("text").values())]
    extra = [row for row in rows if row not in lefts]
    known = {pair["key"] for pair in before.get("pairs", [])}
    given = [row.cleaned_data["key"] for row in lefts]
    left_keys = new_keys([key if key in known else "" for key in given], QuestionType.MATCHING)
    right_keys = _right_keys([*lefts, *extra], right_sides(before) if before.get("pairs") else {})
    pairs = [
        {
            "key": key,
            "left": row.both("text"),
            "right_key": right_keys[_words(row)],
            "right": row.both("right"),
            "feedback": row.both("feedback"),
        }
        for key, row in zip(left_keys, lefts, strict=True)
    ]
    distractors = [
        {
            "key": right_keys[_words(row)],
            "text": row.both("right"),
            "feedback": row.both("feedback"),
        }
        for row in extra
    ]
    return {"pairs": pairs, "distractors": distractors}


def step_rows(content: dict) -> list[dict]:
    """The steps in the right order, each with its place."""
    items = {item["key"]: item for item in content.get("items", [])}
    return [
        _row_of(items[key]) | {"place": place, "right": None}
        for place, key in enumerate(content.get("order", []), 1)
    ]


def steps_content(rows: list[StepForm], before: dict) -> dict:
    """The version's steps by their keys, and the right order apart: by place, a new row before the
    one that had its place, rows without a place at the end. Keys that were there are kept."""
    known = {item["key"] for item in before.get("items", [])}
    given = [row.cleaned_data["key"] for row in rows]
    keys = new_keys([key if key in known else "" for key in given], QuestionType.ORDERING)
    placed = sorted(
        zip(keys, rows, strict=True),
        key=lambda pair: (pair[1].cleaned_data["place"] or 100, pair[0] in known),
    )
    items = [
        {"key": key, "text": row.both("text"), "feedback": row.both("feedback")}
        for key, row in sorted(placed, key=lambda pair: pair[0])
    ]
    return {"items": items, "order": [key for key, _row in placed]}


def _words(row: PairForm) -> tuple[str, str]:
    return tuple(row.both("right").values())


def _right_keys(rows: list[PairForm], known: dict) -> dict[tuple[str, str], str]:
    """{words: key}: each words have one key, and each key one."""
    kept: dict[tuple[str, str], str] = {}
    for row in rows:
        key = row.cleaned_data["right_key"]
        is_free = key in known and key not in kept.values()
        kept[_words(row)] = kept.get(_words(row)) or (key if is_free else "")
    return dict(zip(kept, new_keys(list(kept.values()), QuestionType.MATCHING), strict=True))


def options_of(question_type: str, content: dict | None, data=None) -> BaseOptions:
    """The rows of options, or of known wrong answers, with some empty ones below."""
    empty = 0 if question_type == QuestionType.TRUEFALSE and content else 2
    if not content:
        empty = {QuestionType.TRUEFALSE: 2}.get(question_type, 4)
    row = ROWS.get(question_type, OptionForm)
    formset = forms.formset_factory(row, formset=BaseOptions, extra=empty, max_num=12)
    return formset(data, question_type=question_type, content=content, prefix="options")


ROWS = {
    QuestionType.MATCHING: PairForm,
    QuestionType.ORDERING: StepForm,
    QuestionType.COMPUTED: FormulaForm,
}
SPECIAL_FORMS = {
    QuestionType.NUMERIC: NumberForm,
    QuestionType.COMPUTED: ComputedForm,
    QuestionType.SHORT: WordsForm,
}
