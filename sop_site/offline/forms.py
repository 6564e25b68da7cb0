"""Plain forms that send what a phone's form sends: the payload's rules are the only ones, and the
words are kept when something is refused."""

from uuid import UUID, uuid4

from django import forms

from sop_site.lao import personal

from .inbox import Rejected
from .limits import limit
from .text import without_nul


class TypedField(forms.CharField):
    """Text as typed: NUL signs go, all else is for the rules of the payload."""

    def to_python(self, value):
        return without_nul(super().to_python(value))


class CarriedField(TypedField):
    """What comes along from the address, cut to `most` signs: nobody could mend it in the form."""

    widget = forms.HiddenInput

    def __init__(self, most: int = 60):
        super().__init__(required=False)
        self.most = most

    def to_python(self, value):
        return super().to_python(value).strip()[: self.most]


def text_area(most: str, *, hint: str = "", required: bool = False) -> forms.Textarea:
    """A box for as many signs as the limit of this name allows.

    No `maxlength`: browsers cut what is pasted, and say nothing. static/js/offline/counting.js
    counts beside it, and the payload's rules refuse what is too long with the words kept.
    """
    described = {"aria-describedby": hint} if hint else {}
    own = {"class": "input", "rows": "4", "data-most": str(limit(most)), "required": required}
    return forms.Textarea(attrs={**own, **described})


def item_id(typed: str) -> UUID:
    """The id under which a form is sent; a new one where none can be read."""
    try:
        found = UUID(typed)
    except ValueError:
        return uuid4()
    return found if found.int else uuid4()


class ItemField(forms.Field):
    """Always an id; see `item_id`."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def clean(self, value):
        return item_id(value or "")


class WordsForm(forms.Form):
    """On what an officer writes at a step. A valid form has `payload`.

    A subclass has a field `text` and says how its payload is checked.
    """

    carries: tuple[str, ...] = ()  # names of the payload's texts
    shows: tuple[str, ...] = ("text",)  # fields beside which a refusal can stand
    most = ""  # the name of the limit of `text`

    item = ItemField()
    sop = CarriedField()
    step = CarriedField()
    language = CarriedField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.payload: dict = {}
        self.fields["text"].widget = text_area(self.most, hint="text-hint", required=True)

    def check_payload(self) -> None:
        """Raises Rejected."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        self.payload = {name: cleaned[name] for name in self.carries if cleaned.get(name)}
        try:
            self.check_payload()
        except Rejected as refused:
            self.add_refusal(refused.field, str(refused))
        return cleaned

    def add_refusal(self, field: str, message: str) -> None:
        self.add_error(field if field in self.shows else None, message)

    @property
    def item_id(self) -> UUID:
        return self.cleaned_data["item"]

    def findings(self) -> list[personal.Finding]:
        """What looks like a member's number or name; a reason to ask, not to refuse."""
        return personal.findings(self.payload.get("text", ""))
