"""Forms on practical solutions: an officer's plain one, and a reviewer's ruling."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_pages.notes.form import TypedField
from sop_site.lao import personal
from sop_site.offline.inbox import Rejected
from sop_site.offline.limits import limit

from . import telling_solutions
from .models import Solution
from .solutions import Words

RULINGS = (Solution.State.ALLOWED, Solution.State.NOT_ALLOWED, Solution.State.ASIDE)


class SolutionForm(forms.Form):
    """The same rules as for what phones send, with the words kept. A valid form has `payload`."""

    item = forms.CharField(required=False, widget=forms.HiddenInput)
    sop = TypedField(required=False, widget=forms.HiddenInput)
    step = TypedField(required=False, widget=forms.HiddenInput)
    language = TypedField(required=False, widget=forms.HiddenInput)
    text = TypedField(
        label=gettext_lazy("What did you try that worked?"), required=False, strip=False
    )
    named = forms.BooleanField(
        label=gettext_lazy("You may name me with it"),
        required=False,
        widget=forms.CheckboxInput(),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.payload: dict = {}
        self.fields["text"].widget = forms.Textarea(
            attrs={
                "class": "input",
                "rows": "5",
                "maxlength": str(limit("solution_text")),
                "required": True,
                "aria-describedby": "text-hint",
            }
        )

    def clean(self):
        cleaned = super().clean()
        names = ("sop", "step", "language", "text")
        self.payload = {name: cleaned[name] for name in names if cleaned.get(name)}
        self.payload["named"] = bool(cleaned.get("named"))
        try:
            telling_solutions.read(self.payload)
        except Rejected as refused:
            self.add_refusal(refused.field, str(refused))
        return cleaned

    def add_refusal(self, field: str, message: str) -> None:
        self.add_error(field if field == "text" else None, message)

    @property
    def item_id(self) -> UUID:
        """A typed id that is none counts as a new one."""
        try:
            found = UUID(self.cleaned_data.get("item", ""))
        except ValueError:
            return uuid4()
        return found if found.int else uuid4()

    def findings(self) -> list[personal.Finding]:
        """What looks like a member's number or name; a reason to ask, not to refuse."""
        return personal.findings(self.payload.get("text", ""))


class RulingForm(forms.ModelForm):
    """LSSO's words in both languages, and whether officers may do so."""

    state = forms.ChoiceField(label=gettext_lazy("May officers do this?"), widget=forms.RadioSelect)

    class Meta:
        model = Solution
        fields = ("title_lo", "title_en", "text_lo", "text_en", "reason_lo", "reason_en")
        widgets = {
            name: forms.Textarea(attrs={"rows": 4, "lang": name[-2:]})
            for name in ("text_lo", "text_en")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            (Solution.State.ALLOWED.value, _("Yes: it is shown as a tip at the step")),
            (Solution.State.NOT_ALLOWED.value, _("No, because … (the reason is shown)")),
            (Solution.State.ASIDE.value, _("This is no solution: set it aside")),
        ]
        if self.instance.state in RULINGS:
            self.initial["state"] = self.instance.state
        own = f"text_{self.instance.language}"
        if not self.initial.get(own):
            self.initial[own] = self.instance.text[:600]

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name].strip() for name in self._meta.fields})

    def _post_clean(self):
        """The deed checks and saves (solutions.rule); a half-filled model isn't."""
