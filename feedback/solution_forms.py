"""Forms on practical solutions: an officer's plain one, and a reviewer's ruling."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.offline.forms import TypedField, WordsForm

from . import telling_solutions
from .models import Solution
from .solutions import Words

RULINGS = (Solution.State.ALLOWED, Solution.State.NOT_ALLOWED, Solution.State.ASIDE)


class SolutionForm(WordsForm):
    """The same rules as for what phones send."""

    carries = ("sop", "step", "language", "text")
    most = "solution_text"

    text = TypedField(
        label=gettext_lazy("What did you try that worked?"), required=False, strip=False
    )
    named = forms.BooleanField(
        label=gettext_lazy("You may name me with it"),
        required=False,
        widget=forms.CheckboxInput(),
    )

    def check_payload(self) -> None:
        self.payload["named"] = bool(self.cleaned_data.get("named"))
        telling_solutions.read(self.payload)


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
