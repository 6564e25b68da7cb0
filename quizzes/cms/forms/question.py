"""What is the same in the forms of all types: words, pool, step, tags, state."""

from itertools import groupby

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from sop_pages.models import Step

from ...content import LANGUAGES
from ...models import Pool, Question
from ...question_keys import free_key
from ...values import values_today
from ...wording import plain

LONGEST = 2_000
TEXT = {"required": False, "max_length": LONGEST}
STEPS = Step.objects.select_related("sop").order_by("sop__code", "kind", "number")
KEPT = ("pool", "step", "tags", "difficulty", "state")  # from one question to the next


class LinesField(forms.CharField):
    """A text that may be long: its field grows with it, so that all of it is read. A line ends as
    in a file, however the browser sends it."""

    widget = AdminAutoHeightTextInput

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class BySOP(ModelChoiceIterator):
    """The steps in groups, an SOP each, as they are read today: numbers stand in their titles."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        steps = list(self.queryset)
        titles = [{language: step.title(language) for language in LANGUAGES} for step in steps]
        self.field.values = values_today([{"titles": titles}])
        for code, group in groupby(steps, key=lambda step: step.sop.code):
            yield (code, [self.choice(step) for step in group])


class StepField(forms.ModelChoiceField):
    iterator = BySOP
    values: dict = {}

    def label_from_instance(self, step):
        language = get_language()
        title = plain({language: step.title(language)}, language, self.values) or step.key
        if not step.present:
            title = _("%(title)s (no longer in the SOP)") % {"title": title}
        if step.kind == Step.Kind.STEP:
            return f"{step.number}. {title}"
        return f"{step.get_kind_display()}: {title}"


class QuestionForm(forms.ModelForm):
    """What is the same for all types. `content()` gives what the version holds of it."""

    stem_lo = LinesField(label=_("Question in Lao"), widget=forms.Textarea, **TEXT)
    stem_en = LinesField(label=_("Question in English"), widget=forms.Textarea, **TEXT)
    hint_lo = forms.CharField(label=_("Hint in Lao"), **TEXT)
    hint_en = forms.CharField(label=_("Hint in English"), **TEXT)
    explanation_lo = LinesField(label=_("Explanation in Lao"), **TEXT)
    explanation_en = LinesField(label=_("Explanation in English"), **TEXT)
    step = StepField(
        label=_("Step to read again"),
        queryset=STEPS.filter(present=True),
        required=False,
    )

    class Meta:
        model = Question
        fields = ["key", "pool", "state", "difficulty", "critical", "step", "tags"]
        help_texts = {"tags": _("Words to find it by, with commas between: late payment, family.")}

    def __init__(self, *args, writer, content=None, **kwargs):
        self.before = content or {}
        super().__init__(*args, **kwargs)
        own = Pool.objects.for_trainer(writer)
        # A reader of all keys sees where the question stands; only its trainers put it elsewhere.
        self.fields["pool"].queryset = own or Pool.objects.filter(pk=self.instance.pool_id)
        # One that was taken out of its SOP stays chosen until the trainer chooses another.
        chosen = Q(present=True) | Q(pk=self.instance.step_id)
        self.fields["step"].queryset = STEPS.filter(chosen)
        if len(own) == 1:
            self.initial["pool"] = self.initial.get("pool") or own[0].pk
        for name in ("stem", "hint", "explanation"):
            for language in LANGUAGES:
                field = self.fields[f"{name}_{language}"]
                field.initial = (self.before.get(name) or {}).get(language, "")
                field.widget.attrs.update({"lang": language})
                if name == "stem":
                    field.widget.attrs["rows"] = 3
        key = self.fields["key"]
        key.required, key.disabled = False, bool(self.instance.pk)
        if not self.instance.pk:
            key.help_text = _("Left empty, it gets the next free one of its pool, such as M1-16.")
            self.fields["stem_lo"].widget.attrs["autofocus"] = True

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("key") and "key" not in self.errors and cleaned.get("pool"):
            cleaned["key"] = free_key(cleaned["pool"])
        return cleaned

    def save(self, commit=True):
        self.instance.sop = self.instance.step.sop if self.instance.step else self.instance.sop
        return super().save(commit)

    def kept(self) -> dict[str, str]:
        """What the next question has in common with this one, as an address says it."""
        return {name: self.data.get(name, "") for name in KEPT if self.data.get(name)}

    def content(self) -> dict:
        kept = {"stem": self._both("stem"), "explanation": self._both("explanation")}
        if any(self._both("hint").values()):
            kept["hint"] = self._both("hint")
        return kept | {"reference_keys": self.before.get("reference_keys", [])}

    def _both(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}
