"""What is the same in the forms of all types: words, pool, step, tags, state."""

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sop_pages.models import Step
from sop_pages.step_titles import by_sop
from sop_site.lao.text import truncate

from ...content import LANGUAGES
from ...models import Pool, Question
from ...question_keys import free_key

LONGEST = 2_000
SHOWN = 80  # of a step's title: it is to be chosen, not read
TEXT = {"required": False, "max_length": LONGEST}
KEPT = ("pool", "step", "tags", "difficulty", "state")  # from one question to the next


class StepsBySOP(ModelChoiceIterator):
    """The steps of each SOP under its code and title, their kind told where it isn't a step."""

    def __iter__(self):
        yield "", self.field.empty_label
        for name, steps in by_sop(self.queryset, get_language()):
            yield name, [(self.choice(step)[0], _named(step, title)) for step, title in steps]


def _named(step: Step, title: str) -> str:
    """Begins with the SOP's code: a closed field hides the group, and it is typed to find."""
    title = truncate(title, SHOWN)
    if not step.present:
        title = _("%(title)s (no longer in the SOP)") % {"title": title}
    if step.kind == Step.Kind.STEP:
        return f"{step.sop.code} · {step.number}. {title}"
    return f"{step.sop.code} · {capfirst(step.get_kind_display())}: {title}"


class StepField(forms.ModelChoiceField):
    iterator = StepsBySOP


class QuestionForm(forms.ModelForm):
    """What is the same for all types. `content()` gives what the version holds of it."""

    stem_lo = forms.CharField(label=_("Question in Lao"), widget=forms.Textarea, **TEXT)
    stem_en = forms.CharField(label=_("Question in English"), widget=forms.Textarea, **TEXT)
    hint_lo = forms.CharField(label=_("Hint in Lao"), **TEXT)
    hint_en = forms.CharField(label=_("Hint in English"), **TEXT)
    explanation_lo = forms.CharField(label=_("Explanation in Lao"), **TEXT)
    explanation_en = forms.CharField(label=_("Explanation in English"), **TEXT)
    step = StepField(
        label=_("Step to read again"),
        queryset=Step.objects.filter(present=True),
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
        self.fields["step"].queryset = Step.objects.filter(
            Q(present=True) | Q(pk=self.instance.step_id)
        )
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
