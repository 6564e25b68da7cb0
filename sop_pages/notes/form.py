"""The plain form of a note: the same rules as for what phones send, with the words kept."""

from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sop_site.offline.forms import CarriedField, TypedField, WordsForm

from . import proposing


class NoteForm(WordsForm):
    """`person` is signed in and has a place."""

    carries = (*proposing.SIGNS, "text")
    shows = ("text", "place")
    most = "note_text"

    release = CarriedField()
    text = TypedField(
        label=gettext_lazy("How do you do this step here?"), required=False, strip=False
    )
    place = TypedField(label=gettext_lazy("For whom is it?"), required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].widget = forms.RadioSelect(choices=places_of(person))

    def check_payload(self) -> None:
        proposing.read(self.payload)


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
