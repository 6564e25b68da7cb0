"""The plain form of a note: the same rules as for what phones send, with the words kept."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sop_site.lao import personal
from sop_site.offline.inbox import Rejected
from sop_site.offline.limits import limit
from sop_site.offline.text import without_nul

from . import proposing


class TypedField(forms.CharField):
    """Text as typed: NUL signs go, all else is for the rules of the payload."""

    def to_python(self, value):
        return without_nul(super().to_python(value))


def _carried() -> TypedField:
    """What comes along from the address; nobody could mend it in the form."""
    return TypedField(required=False, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """`person` is signed in and has a place. A valid form has `payload`."""

    item = forms.CharField(required=False, widget=forms.HiddenInput)
    sop = _carried()
    step = _carried()
    release = _carried()
    language = _carried()
    text = TypedField(
        label=gettext_lazy("How do you do this step here?"), required=False, strip=False
    )
    place = TypedField(label=gettext_lazy("For whom is it?"), required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.payload: dict = {}
        most = str(limit("note_text"))
        self.fields["text"].widget = forms.Textarea(
            attrs={
                "class": "input",
                "rows": "5",
                "maxlength": most,
                "required": True,
                "aria-describedby": "text-hint",
            }
        )
        self.fields["place"].widget = forms.RadioSelect(choices=places_of(person))

    def clean(self):
        cleaned = super().clean()
        names = (*proposing.SIGNS, "text")
        self.payload = {name: cleaned[name] for name in names if cleaned.get(name)}
        try:
            proposing.read(self.payload)
        except Rejected as refused:
            self.add_refusal(refused.field, str(refused))
        return cleaned

    def add_refusal(self, field: str, message: str) -> None:
        shown = ("text", "place")
        self.add_error(field if field in shown else None, message)

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


def places_of(person) -> list[tuple[str, str]]:
    """(code, words) of the places for which a person may write, the nearest first."""
    found = []
    if person.district_id:
        found.append((person.district_id, _("%(place)s district") % {"place": person.district}))
    if person.province_id:
        found.append((person.province_id, _("%(place)s province") % {"place": person.province}))
    return found


def first(request) -> dict:
    """What the address brings along; cut, since anybody can write an address."""
    asked = {
        name: request.GET.get(name, "")[: proposing.SIGNS[name]].replace("\x00", "")
        for name in ("sop", "step", "release")
    }
    places = places_of(request.user)
    return asked | {
        "language": get_language(),
        "place": places[0][0] if places else "",
        "item": uuid4(),
    }
