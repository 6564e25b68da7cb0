"""What LSSO says when it approves: what changed for readers, and from which day it holds."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Release
from ..releases import Terms


class ApprovalForm(forms.Form):
    """The terms of a release. `languages_behind` must each be let go by name; where the meaning is
    unchanged only those of `behind_though_minor`. `choices` are what was reported, in groups."""

    note_lo = forms.CharField(
        label=_("What changed, in Lao"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "lo"}),
        help_text=_("One or two sentences for officers: what is different now."),
    )
    note_en = forms.CharField(
        label=_("What changed, in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    meaning_unchanged = forms.BooleanField(
        label=_("Minor, meaning unchanged"),
        required=False,
        help_text=_("A typo or a comma. Nobody is asked to read it again."),
    )
    new_edition = forms.BooleanField(
        label=_("New edition"),
        required=False,
        help_text=_("Counts up the first part of the number: after 1.4 comes 2.0, not 1.5."),
    )
    effective_from = forms.DateField(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("From midnight in Vientiane. Until then officers read the release before it."),
    )
    led_by = forms.MultipleChoiceField(
        label=_("Which reports this answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Their senders, and who said “here too”, get the change note as the answer. The titles "
            "of themes are shown to everybody with the release."
        ),
    )
    reason = forms.CharField(
        label=_("Why it can't wait"),
        required=False,
        max_length=300,
        help_text=_("You edited this text last. LSSO sees this release listed as an emergency."),
    )

    def __init__(
        self,
        *args,
        languages_behind=(),
        behind_though_minor=(),
        choices=(),
        emergency=False,
        **kwargs,
    ):
        kwargs.setdefault("initial", {"effective_from": timezone.localdate().isoformat()})
        super().__init__(*args, **kwargs)
        self.emergency = emergency
        if not emergency:
            del self.fields["reason"]
        self.fields["led_by"].choices = choices
        if not choices:
            del self.fields["led_by"]
        self.languages_behind = tuple(languages_behind)
        self.behind_though_minor = tuple(behind_though_minor)
        for language in self.languages_behind:
            self.fields[f"behind_{language}"] = forms.BooleanField(
                label=_("Release it though the Lao text is behind")
                if language == "lo"
                else _("Release it though the English text is behind"),
                required=False,
            )

    def clean(self):
        data = super().clean()
        both = data.get("note_lo", "").strip() and data.get("note_en", "").strip()
        if not both and not data.get("meaning_unchanged"):
            missing = "note_en" if data.get("note_lo", "").strip() else "note_lo"
            self.add_error(
                missing,
                _("Say in Lao and in English what changed, or that the meaning is unchanged."),
            )
        minor = data.get("meaning_unchanged")
        for language in self.behind_though_minor if minor else self.languages_behind:
            if not data.get(f"behind_{language}"):
                said = _("Say so, or have the translation brought up first.")
                self.add_error(f"behind_{language}", said)
        return data

    def terms(self) -> Terms:
        """Of a valid form."""
        data = self.cleaned_data
        return Terms(
            way=Release.Way.EMERGENCY if self.emergency else Release.Way.APPROVAL,
            effective_from=data["effective_from"],
            note_lo=data["note_lo"],
            note_en=data["note_en"],
            meaning_unchanged=data["meaning_unchanged"],
            new_edition=data["new_edition"],
            reason=data.get("reason", ""),
            behind=self.languages_behind,
        )
