"""The page around an SOP's body, rendered once for each language and kind of reader.

The frame costs more to render than all that differs between two SOPs. So the template is rendered
with marks in place of what differs, cut at the marks, and filled in for each request.
"""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from types import SimpleNamespace

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from . import sheets
from .models import Retirement

MARK = "khumue-slot-"
SLOT = re.compile(MARK + "([a-z]+)")


@dataclass(frozen=True)
class Shell:
    """Texts and, between them, the names of what goes there; `digest` names the texts."""

    parts: tuple[str, ...]
    digest: str

    def filled(self, **slots: str) -> str:
        """The whole page. Raises KeyError for a slot that was not given."""
        return "".join(slots[part] if n % 2 else part for n, part in enumerate(self.parts))


@cache
def shell(language: str, signed_in: bool) -> Shell:
    """Raises ValueError if the frame holds a token that is one person's own."""
    with translation.override(language):
        html = render_to_string(
            "sop_pages/sop.html", _context(), request=_request(language, signed_in)
        )
    if "csrfmiddlewaretoken" in html:
        raise ValueError("The frame of an SOP holds a form's token; it is shared by all readers.")
    return Shell(tuple(SLOT.split(html)), sha256(html.encode()).hexdigest()[:12])


def _context() -> dict:
    names = ("code", "title", "description")
    copy = SimpleNamespace(**{name: MARK + name for name in names})
    return {
        "copy": copy,
        "body": mark_safe(MARK + "body"),
        "asked": mark_safe(MARK + "asked"),
        "code_in_address": MARK + "address",
        "number": MARK + "number",
        "since": MARK + "since",
        "held": MARK + "held",
        "pdf_size": MARK + "pdfsize",
        "check_address": MARK + "check",
        "check_qr": mark_safe(MARK + "qr"),
    }


def _request(language: str, signed_in: bool) -> HttpRequest:
    request = HttpRequest()
    request.path = request.path_info = f"/{language}/{MARK}path"
    request.LANGUAGE_CODE = language
    request.user = SimpleNamespace(is_authenticated=signed_in, name=MARK + "name", uid=MARK + "uid")
    return request


def page(copy, body: str, request: HttpRequest, asked: str = "") -> str:
    """The SOP's page for this reader; `request` tells who reads and at which address, `asked` is
    HTML on what is asked of them."""
    user = request.user
    signed_in = user.is_authenticated
    sheet = sheets.foot(copy.code, copy.number, copy.language)
    return shell(copy.language, signed_in).filled(
        code=conditional_escape(copy.code),
        title=conditional_escape(copy.title),
        description=conditional_escape(copy.description),
        body=body,
        asked=asked,
        address=copy.code.lower(),
        number=copy.number,
        since=conditional_escape(date_format(copy.effective_from) if copy.effective_from else ""),
        held=conditional_escape(_held(copy)),
        pdfsize=sheets.pdf_size(copy.language, copy.code, copy.number),
        check=sheet.address,
        qr=sheet.qr,
        path=conditional_escape(request.get_full_path().split("/", 2)[2]),
        name=conditional_escape(user.name) if signed_in else "",
        uid=user.uid if signed_in else "",
    )


def _held(copy) -> str:
    """Since when the release holds, or since when nothing does."""
    if copy.retired == Retirement.Act.REPLACED:
        return _("replaced on %(day)s") % {"day": date_format(copy.holds_from)}
    if copy.retired:
        return _("withdrawn on %(day)s") % {"day": date_format(copy.holds_from)}
    day = date_format(copy.effective_from) if copy.effective_from else ""
    return _("holds since %(day)s") % {"day": day}
