"""Addresses as they stand on paper and in QR codes: whole, below settings.PUBLIC_URL."""

import io

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe


def address_of(name: str, *args, language: str) -> str:
    """A whole address of this site, in a language."""
    with translation.override(language):
        return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=args)


def qr_of(address: str) -> SafeString:
    """An SVG of the address, black on the paper's white."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=1, border=0, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)


def qr_file_of(address: str) -> str:
    """The same as an SVG file's text."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
