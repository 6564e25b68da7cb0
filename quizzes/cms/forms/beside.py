"""The picture and the recording beside a question, each with words in both languages."""

from django import forms
from django.utils.translation import gettext_lazy

from ... import files
from ...content import LANGUAGES

WORDS = {"required": False, "max_length": 500}


class BesideForm(forms.Form):
    """`content()` gives {picture: {file, width, height, alt}, sound: {file, said}}, without what
    isn't there. An upload is kept as soon as it was looked into: it doesn't have to be chosen again
    where another field has to be mended."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, 10 MB at most. It is made small for phones."),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "data-unread": ""}
        ),
    )
    picture_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    picture_gone = forms.BooleanField(label=gettext_lazy("Without this picture"), required=False)
    alt_lo = forms.CharField(label=gettext_lazy("What it shows, in Lao"), **WORDS)
    alt_en = forms.CharField(label=gettext_lazy("What it shows, in English"), **WORDS)
    sound = forms.FileField(
        label=gettext_lazy("Recording"),
        required=False,
        help_text=gettext_lazy("MP3, Ogg, Opus or M4A, 2 MB at most."),
        widget=forms.FileInput(attrs={"accept": "audio/*", "data-unread": ""}),
    )
    sound_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    sound_gone = forms.BooleanField(label=gettext_lazy("Without this recording"), required=False)
    said_lo = forms.CharField(label=gettext_lazy("What is said, in Lao"), **WORDS)
    said_en = forms.CharField(label=gettext_lazy("What is said, in English"), **WORDS)

    def __init__(self, data=None, uploads=None, *, content=None):
        before = content or {}
        initial = {}
        for name, (_pattern, words) in files.BESIDE.items():
            if part := before.get(name):
                initial[f"{name}_kept"] = _written(part)
                for language in LANGUAGES:
                    initial[f"{words}_{language}"] = (part.get(words) or {}).get(language, "")
        super().__init__(data, uploads, initial=initial)
        for _pattern, words in files.BESIDE.values():
            for language in LANGUAGES:
                self.fields[f"{words}_{language}"].widget.attrs["lang"] = language

    def clean(self):
        cleaned = super().clean()
        for name, keep in (("picture", files.keep_picture), ("sound", files.keep_sound)):
            upload = cleaned.get(name)
            if not upload or cleaned.get(f"{name}_gone"):
                continue
            try:
                self._now_kept(name, keep(upload))
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def _now_kept(self, name: str, part: dict) -> None:
        """The page that comes back holds what was uploaded."""
        self.data = self.data.copy()
        self.data[f"{name}_kept"] = _written(part)

    def kept(self) -> dict:
        """The picture and the recording that are there now, with the words that stand beside them:
        as `content`, whatever else is wrong."""
        found = {}
        for name, (pattern, words) in files.BESIDE.items():
            written = self[f"{name}_kept"].value() or ""
            if pattern.fullmatch(written.partition(" ")[0]):
                told = {lang: (self[f"{words}_{lang}"].value() or "").strip() for lang in LANGUAGES}
                found[name] = _read(written) | {words: told}
        return found

    @property
    def is_in_use(self) -> bool:
        return bool(self.kept() or self.errors)

    def content(self) -> dict:
        kept = self.kept()
        return {name: part for name, part in kept.items() if not self.cleaned_data[f"{name}_gone"]}


def _written(part: dict) -> str:
    """For the hidden field: "questions/….jpg 960 640"."""
    size = [str(part[name]) for name in ("width", "height") if name in part]
    return " ".join([part["file"], *size])


def _read(written: str) -> dict:
    file, *size = written.split()
    if len(size) != 2 or not all(one.isascii() and one.isdigit() for one in size):
        return {"file": file}
    return {"file": file, "width": int(size[0]), "height": int(size[1])}
