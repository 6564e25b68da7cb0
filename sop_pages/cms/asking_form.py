"""Whom LSSO asks to read and confirm a release, and by which day."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from sop_site.officers import roles
from sop_site.officers.models import District, Province

from ..acknowledging import Asking

KEEP, ASK = "keep", "ask"
MAY_BE_ASKED = (roles.OFFICER, roles.COORDINATOR, roles.TRAINER, roles.REVIEWER)
USUAL = timedelta(days=14)


def _provinces() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in Province.objects.all()]


def _districts() -> list[tuple[str, list[tuple[str, str]]]]:
    """By province, as a list that a browser groups."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in District.objects.select_related("province"):
        found.setdefault(one.province.name, []).append((one.code, f"{one.code} {one.name}"))
    return list(found.items())


class AskingForm(forms.Form):
    """The terms on which people are asked. With `chooses` it may also be: nobody, and what was
    confirmed before stays good."""

    asks = forms.ChoiceField(
        label=_("Read and confirm"),
        choices=[
            (KEEP, _("Ask nobody: what was confirmed before stays good")),
            (ASK, _("Ask these people to read what changed and to confirm it")),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=KEEP,
    )
    roles = forms.MultipleChoiceField(
        label=_("Who is asked"),
        choices=[(role, roles.LABELS[role]) for role in MAY_BE_ASKED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due = forms.DateField(
        label=_("Confirm by"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
        help_text=_("People are reminded on their first page, more plainly near this day."),
    )
    provinces = forms.MultipleChoiceField(
        label=_("Only in these provinces"),
        choices=_provinces,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Without a province and a district: everywhere."),
    )
    districts = forms.MultipleChoiceField(
        label=_("Only in these districts"),
        choices=_districts,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
        help_text=_("Added to the provinces chosen above."),
    )

    def __init__(self, *args, chooses=True, initial=None, **kwargs):
        usual = {"roles": [roles.OFFICER], "due": localdate() + USUAL}
        super().__init__(*args, initial=usual | (initial or {}), **kwargs)
        if not chooses:
            del self.fields["asks"]

    @property
    def is_asking(self) -> bool:
        """Whether a valid form asks anybody."""
        return self.cleaned_data.get("asks", ASK) == ASK

    def clean(self):
        data = super().clean()
        if data.get("asks", ASK) != ASK:
            return data
        if not data.get("roles") and "roles" not in self.errors:
            self.add_error("roles", _("Choose who is asked."))
        if not data.get("due") and "due" not in self.errors:
            self.add_error("due", _("Say by which day."))
        return data

    def asking(self) -> Asking | None:
        """Of a valid form; None where nobody is asked."""
        if not self.is_asking:
            return None
        data = self.cleaned_data
        return Asking(
            roles=tuple(data["roles"]),
            due=data["due"],
            provinces=tuple(data["provinces"]),
            districts=tuple(data["districts"]),
        )
