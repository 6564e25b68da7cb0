"""What is refused when an author saves, shown at the block that it concerns."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from .files.grammar import SCRIPT, VALUE
from .models.sops import SOP
from .models.values import ReferenceValue

LAO = re.compile(r"[\u0e80-\u0eff]")
# A link to an SOP of this handbook, with or without the site's own address.
TO_SOP = re.compile(r"\]\(([^)\s]*?)/(?:lo|en)/sops/([a-z]{2,4}-\d{2})\b", re.I)
STREAMS = ("conditions", "benefits", "bring", "steps", "objections", "checklist", "forms")


@dataclass(frozen=True)
class Known:
    """What a text may name: keys of reference values, codes of SOPs."""

    keys: set[str]
    codes: set[str]


def refuse(form) -> None:
    """Adds an error for each fault in the cleaned form; the form keeps what was typed."""
    known = Known(
        set(ReferenceValue.objects.values_list("key", flat=True)),
        {*SOP.objects.values_list("code", flat=True), form.cleaned_data.get("code")},
    )
    for name in ("title", "purpose", "when", "owner_unit"):
        if sentence := _fault(form.cleaned_data.get(name) or "", known):
            form.add_error(name, sentence)
    for name in STREAMS:
        stream = form.cleaned_data.get(name)
        if stream is not None and (errors := _stream_errors(stream, known)):
            form.add_error(name, StreamBlockValidationError(block_errors=errors))
    _refuse_without_lao(form)


def _fault(text: str, known: Known) -> str:
    """One sentence on a text that can't be kept, or ""."""
    missing = [key for key in VALUE.findall(text) if key not in known.keys]
    if missing:
        return _("There is no reference value {%(key)s}.") % {"key": missing[0]}
    for site, code in TO_SOP.findall(text):
        if site in ("", settings.PUBLIC_URL) and code.upper() not in known.codes:
            return _("A link leads to %(code)s, but there is no such SOP.") % {"code": code.upper()}
    if SCRIPT.search(text):
        return _("Scripts and other active HTML are not taken; write it as plain words.")
    return ""


def _stream_errors(stream, known: Known) -> dict[int, ValidationError]:
    return {number: error for number, child in enumerate(stream) if (error := _block(child, known))}


def _block(child, known: Known) -> ValidationError | None:
    """The error of one block, nested as the block is, so that it stands beside the words."""
    value = child.value
    if isinstance(value, str):
        return _sentence(value, known)
    errors: dict = {}
    if hasattr(value, "items"):
        for name, inner in value.items():
            if name == "body":
                nested = _stream_errors(inner, known)
                if nested:
                    errors[name] = StreamBlockValidationError(block_errors=nested)
            elif isinstance(inner, str) and (error := _sentence(inner, known)):
                errors[name] = error
        return StructBlockValidationError(block_errors=errors) if errors else None
    return next((e for line in value if (e := _sentence(str(line), known))), None)


def _sentence(text: str, known: Known) -> ValidationError | None:
    fault = _fault(text, known)
    return ValidationError(fault) if fault else None


def _refuse_without_lao(form) -> None:
    """A page of the Lao handbook that holds no Lao letter was written in the wrong language."""
    if form.parent_page.locale.language_code != "lo":
        return
    data = form.cleaned_data
    texts = [data.get("title") or "", data.get("purpose") or ""]
    texts += [child.value["title"] or "" for child in data.get("steps") or ()]
    if any(texts) and not any(LAO.search(text) for text in texts):
        form.add_error(
            "title",
            _("This is the Lao handbook, and the page has no Lao text. Write it in Lao first."),
        )
