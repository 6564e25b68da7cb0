"""The plain form of a report: the same rules as for what phones send, with the words kept."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.lao import personal
from sop_site.officers.models import District
from sop_site.offline.forms import CarriedField, ItemField, TypedField, text_area
from sop_site.offline.inbox import Attachment, Rejected
from sop_site.offline.limits import limit

from . import payload as payloads
from . import photos, sound, voice
from .models import Theme
from .models.words import Category, Channel, HowOften, Severity, Visibility


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to three photos, each cleaned; gives a list of Attachment."""

    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "class": "input"})

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if len(files) > limit("report_photos"):
            raise forms.ValidationError(
                _("Please send at most %(n)d photos.") % {"n": limit("report_photos")}
            )
        return [self.attachment(file) for file in files]

    def attachment(self, file) -> Attachment:
        # One byte beyond the limit is enough to refuse a huge file unread.
        content = file.read(limit("photo_bytes") + 1)
        try:
            clean = photos.prepare(content)
        except Rejected as refused:
            raise forms.ValidationError(str(refused)) from refused
        sha256 = hashlib.sha256(content).hexdigest()
        return Attachment(sha256, len(clean), "image/jpeg", clean, prepared=True)


class VoiceField(forms.FileField):
    """A recording that the page made; gives an Attachment, or None."""

    widget = forms.FileInput(attrs={"accept": "audio/*", "class": "input"})

    def clean(self, data, initial=None):
        if not data:
            return None
        content = data.read(limit("voice_bytes") + 1)
        try:
            voice.prepare(content)
        except Rejected as refused:
            raise forms.ValidationError(str(refused)) from refused
        sha256 = hashlib.sha256(content).hexdigest()
        found = sound.read(content)
        return Attachment(sha256, len(content), found.type, content, prepared=True)


def choices_with_none(choices) -> list:
    return [("", _("Not said")), *choices]


class ReportForm(forms.Form):
    """`sender` is the person signed in; `language` that of the page. A valid form has `payload`."""

    item = ItemField()
    sop = CarriedField(payloads.CODE_SIGNS)
    step = CarriedField(payloads.KEY_SIGNS)
    release = CarriedField(payloads.CODE_SIGNS)
    searched = CarriedField(payloads.SEARCHED_SIGNS)
    sensitive = forms.BooleanField(widget=forms.HiddenInput, required=False)
    text = TypedField(label=gettext_lazy("What happened?"), required=False)
    category = TypedField(label=gettext_lazy("What is it about?"), required=False)
    severity = TypedField(label=gettext_lazy("How bad is it?"), required=False)
    how_often = TypedField(label=gettext_lazy("How often?"), required=False)
    proposal = TypedField(label=gettext_lazy("What did you try that worked?"), required=False)
    photos = PhotosField(label=gettext_lazy("Take a photo"), required=False)
    voice = VoiceField(label=gettext_lazy("Say it instead of writing"), required=False)
    district = TypedField(label=gettext_lazy("Where?"), required=False)
    visibility = TypedField(label=gettext_lazy("Your name"), required=False)
    channel = TypedField(label=gettext_lazy("Whose words are these?"), required=False)

    def __init__(self, *args, sender, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.sender, self.language = sender, language
        self.payload: dict = {}
        self.fields["text"].widget = text_area("report_text", hint="text-hint", required=True)
        self.fields["proposal"].widget = text_area("report_text")
        for name, choices in (
            ("category", Category.choices),
            ("severity", choices_with_none(Severity.choices)),
            ("how_often", choices_with_none(HowOften.choices)),
            ("visibility", Visibility.choices),
            ("channel", Channel.choices),
        ):
            self.fields[name].widget = forms.RadioSelect(choices=choices)
        self.fields["district"].widget = forms.Select(
            attrs={"class": "input"}, choices=district_choices()
        )

    def clean(self):
        cleaned = super().clean()
        self.payload = payload_of(cleaned, self.language)
        for check in (payloads.read, payloads.required_text):
            try:
                check(self.payload)
            except Rejected as refused:
                field = refused.field if refused.field in self.fields else None
                if field not in self.errors:
                    self.add_error(field, str(refused))
        return cleaned

    @property
    def attached(self) -> list[Attachment]:
        """The photos and the voice note that are sound."""
        voice_note = self.cleaned_data.get("voice")
        return [*(self.cleaned_data.get("photos") or []), *([voice_note] if voice_note else [])]

    @property
    def item_id(self) -> UUID:
        return self.cleaned_data["item"]

    @property
    def is_sensitive(self) -> bool:
        return self["sensitive"].value() in {True, "True", "true", "on", "1"}

    def findings(self) -> list[personal.Finding]:
        """What looks like a member's number or name; a reason to ask, not to refuse."""
        return personal.findings(self.payload.get("text", ""), self.payload.get("proposal", ""))


WORDS = (
    "category",
    "text",
    "severity",
    "how_often",
    "proposal",
    "sop",
    "step",
    "release",
    "district",
    "visibility",
    "channel",
    "searched",
)


def payload_of(cleaned: dict, language: str) -> dict:
    """What a phone would send for the same form: nothing that was left empty."""
    sent = {name: cleaned[name] for name in WORDS if cleaned.get(name)}
    if cleaned.get("sensitive"):
        sent["sensitive"] = True
    return {**sent, "language": language}


def district_choices() -> list:
    """All districts by province, in the language shown; one query."""
    groups: dict[str, list] = {}
    for district in District.objects.select_related("province"):
        groups.setdefault(district.province.name, []).append((district.code, district.name))
    return [("", _("My own district")), *groups.items()]


class ThemeForm(forms.ModelForm):
    class Meta:
        model = Theme
        fields = ("title_lo", "title_en", "text_lo", "text_en")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("text_lo", "text_en")}


@dataclass(frozen=True)
class About:
    """What a report is about, for the line above the form."""

    code: str = ""
    title: str = ""
    number: int = 0
    key: str = ""
    searched: str = ""
