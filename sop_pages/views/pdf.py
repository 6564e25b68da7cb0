"""PDFs of a release and of the whole handbook: made once, kept, and only what one may read."""

import logging
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sop_site.middleware.limits import person_of, too_many
from sop_site.offline.limits import seconds_to_wait

from .. import privacy
from ..paper import asked, kept
from ..paper.handbook import handbook_data
from ..paper.typesetting import Busy, Unmakeable
from .releases import page_of, text_of

log = logging.getLogger("khumue.pdf")
MOMENT = 20  # seconds after which a reader who found the press busy may ask again
LONGEST_NAME = 60


@require_safe
def release(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """One release in one language, with the values of today or of its last day in force."""
    page = page_of(code)
    if refused := privacy.refusal(request, page):
        return refused
    text = text_of(page, number)
    printable = asked.of_release(text)
    document = printable.document
    pictures: dict[str, bytes] = {}
    data = printable.data(pictures)
    title = _("%(code)s release %(number)s %(title)s") % {
        "code": document.code,
        "number": text.release.number,
        "title": document.title[:LONGEST_NAME],
    }
    plain = kept.name_of(page.language, document.code, text.release.number)
    return _answer(request, data, pictures, (plain, title))


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """All SOPs that this person may read, as they hold today."""
    language, day = get_language(), localdate()
    copies = privacy.readable(request, asked.in_handbook(language, day))
    if not copies:
        raise Http404
    sops = asked.of_copies(copies, language, day)
    pictures: dict[str, bytes] = {}
    data = handbook_data(language, sops, pictures)
    return _answer(request, data, pictures, (kept.name_of(language), _("Handbook")))


def _answer(request, data: dict, pictures: dict[str, bytes], names: tuple[str, str]):
    """The PDF, kept or made now; "not modified"; or, where that is too much, when to ask again."""
    key = kept.key_of(data, pictures)
    etag = f'"{key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = kept.find(key)
        if content is None:
            if seconds := _wait(request):
                return too_many(request, seconds)
            try:
                content = kept.make(key, data, pictures, name=names[0])
            except Busy:
                return too_many(request, MOMENT)
            except Unmakeable as error:
                log.error("A PDF could not be made: %s: %s", names[0], error)
                return render(request, "sop_pages/no_pdf.html", status=503)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = _disposition(*names)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _wait(request: HttpRequest) -> int:
    """Seconds until this reader may have another one made; those that are kept aren't counted."""
    who = person_of(request)
    name = "pdfs_a_minute" if who else "anonymous_pdfs_a_minute"
    return seconds_to_wait(name, who or request.META.get("REMOTE_ADDR", ""), settings.LIMITS[name])


def _disposition(plain: str, title: str) -> str:
    """Shown in the browser; saved under its title, or a plain name where that can't be."""
    told = quote(f"{title}.pdf", safe="")
    return f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{told}"
