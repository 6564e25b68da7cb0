"""A case as a form: its story in both languages, and which place and share each question has."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from ..content import LANGUAGES
from ..models import Pool, Question, Story
from ..question_keys import free_key
from .forms.question import TEXT, LinesField


class CaseForm(forms.ModelForm):
    """`content()` gives what the story's version holds."""

    story_lo = LinesField(label=_("Story in Lao"), **TEXT)
    story_en = LinesField(label=_("Story in English"), **TEXT)
    explanation_lo = LinesField(label=_("What it teaches, in Lao"), **TEXT)
    explanation_en = LinesField(label=_("What it teaches, in English"), **TEXT)

    class Meta:
        model = Story
        fields = ["key", "pool", "state"]

    def __init__(self, *args, writer, content=None, **kwargs):
        super().__init__(*args, **kwargs)
        own = Pool.objects.for_trainer(writer)
        self.fields["pool"].queryset = own or Pool.objects.filter(pk=self.instance.pool_id)
        if len(own) == 1:
            self.initial["pool"] = self.initial.get("pool") or own[0].pk
        for name in ("story", "explanation"):
            for language in LANGUAGES:
                field = self.fields[f"{name}_{language}"]
                field.initial = ((content or {}).get(name) or {}).get(language, "")
                rows = 5 if name == "story" else 2
                field.widget.attrs.update({"lang": language, "rows": rows})
        key = self.fields["key"]
        key.required, key.disabled = False, bool(self.instance.pk)
        if not self.instance.pk:
            key.help_text = _("Left empty, it gets the next free one of its pool, such as M1-16.")
            self.fields["story_lo"].widget.attrs["autofocus"] = True

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("key") and "key" not in self.errors and cleaned.get("pool"):
            cleaned["key"] = free_key(cleaned["pool"])
        return cleaned

    def content(self) -> dict:
        return {
            name: {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}
            for name in ("story", "explanation")
        }


class PartForm(forms.ModelForm):
    """Where a question stands in its case, and its part of the marks."""

    story_position = forms.IntegerField(label=_("Place in the case"), min_value=1, max_value=99)
    share = forms.DecimalField(
        label=_("Share of the marks"),
        min_value=Decimal("0.01"),
        max_value=99,
        decimal_places=7,
        max_digits=9,
    )

    class Meta:
        model = Question
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("story_position", "share"):
            field = self.fields[name]
            field.widget.attrs["aria-label"] = f"{field.label} {self.instance.key}"
        self.initial["story_position"] = self.instance.story_position
        if self.instance.share is not None:
            self.initial["share"] = f"{self.instance.share.normalize():f}"


def parts_of_case(story: Story, data=None):
    """The formset of the questions of a case, in their order; nothing is added or taken away."""
    kind = forms.modelformset_factory(Question, form=PartForm, extra=0, max_num=99)
    found = story.questions if story.pk else Question.objects.none()
    rows = found.select_related("step__sop").order_by("story_position", "pk")
    return kind(data, queryset=rows, prefix="parts")


def holds_all(parts) -> bool:
    """Whether what was sent holds the questions that the case has now."""
    return {form.instance.pk for form in parts.forms} == {part.pk for part in parts.get_queryset()}


def keep_parts(parts, pool: Pool) -> None:
    """Numbers the questions anew by the places that were typed, a moved one before the one that had
    its place; those of a case share its pool."""

    def place(form) -> tuple[int, bool]:
        typed = form.cleaned_data["story_position"]
        return typed, typed == form.instance.story_position

    placed = sorted(parts.forms, key=place)
    for number, form in enumerate(placed, 1):
        question = form.instance
        question.story_position, question.share = number, form.cleaned_data["share"]
        question.pool = pool
        question.save(update_fields=["story_position", "share", "pool"])
