"""What stands at the foot of every printed sheet: where to check that it is the newest."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sop_site.public_addresses import address_of, qr_of

from .paper import kept


@dataclass(frozen=True)
class Foot:
    """The address that says what became of a release, and its QR as an SVG."""

    address: str
    qr: SafeString


def foot(code: str, number: str, language: str) -> Foot:
    """Of one release in one language."""
    return _foot(address_of("sop_pages:check", code.lower(), number, language=language))


def pdf_size(language: str, code: str = "", number: str = "") -> str:
    """How large the PDF of a release, or of the handbook, was when it was last made: "108 kB",
    "1.2 MB"; "" when it never was."""
    size = kept.size_of(kept.name_of(language, code, number))
    if not size:
        return ""
    if size < 1_000_000:
        return _("%(n)s kB") % {"n": number_format(max(1, round(size / 1000)))}
    return _("%(n)s MB") % {"n": number_format(size / 1_000_000, 1)}


# Drawing one takes longer than all the rest of a page; about 3 kB each.
@lru_cache(maxsize=500)
def _foot(address: str) -> Foot:
    return Foot(address, qr_of(address))
