"""What phones fetch for their saved copy: what there is, all of it, or the pages that are new."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from sop_site.encodings import accepted

from .documents import HASH_SIGNS
from .media import media_of
from .sets import DocumentSet, as_bytes, bundle_file, for_everybody, for_reader, pack

HASH = re.compile(rf"[0-9a-f]{{{HASH_SIGNS}}}")
MOST_AT_ONCE = 200
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def manifest(request: HttpRequest, locale: str) -> HttpResponse:
    """{protocol, version, shared, docs: [{u, h}]}; an entry that is this person's own says `own`.

    `shared` is the version of what is the same for all.
    """
    found = _set(locale, request)
    etag = f'W/"{found.version}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        docs = [document.entry() for document in found.documents]
        shared = for_everybody(locale).version
        data = {"version": found.version, "shared": shared, "docs": docs}
        response = _answer(request, as_bytes(data))
    response["ETag"] = etag
    return _cached(response, "private, no-cache" if found.is_personal else "no-cache")


@require_safe
def bundle(request: HttpRequest, locale: str, version: str) -> HttpResponse:
    """All documents of this version, own ones too; 410 when this reader's set is another by now."""
    found = _set(locale, request)
    if found.version != version:
        return _gone(request)
    content = found.bundle()
    encoding = accepted(request)
    response = _counted(_json(pack(content, encoding), encoding), len(content))
    return _cached(response, "private, no-store" if found.is_personal else FOR_EVER)


@require_safe
def packed_bundle(request: HttpRequest, locale: str, version: str) -> HttpResponse:
    """{protocol, version, patterns, docs}: what is the same for all, as small as it gets (see
    patterns.py); 410 when it is another by now."""
    _known(locale)
    found = for_everybody(locale)
    if found.version != version:
        return _gone(request)
    encoding = accepted(request)
    response = _json(bundle_file(found, encoding).read_bytes(), encoding)
    return _cached(_counted(response, bundle_file(found, "").stat().st_size), FOR_EVER)


def _counted(response: HttpResponse, unpacked: int) -> HttpResponse:
    # Bytes unpacked, which is what the phone counts: for a true progress bar.
    response["X-Unpacked-Length"] = str(unpacked)
    return response


@require_safe
def contents(request: HttpRequest, locale: str) -> HttpResponse:
    """{protocol, version, pages, bytes, pictures: [{u, size}], audio: [{u, size}]}: what a person
    is told before taking it. `bytes` is the packed text as it comes over the wire."""
    found = _set(locale, request)
    encoding = accepted(request)
    own = as_bytes({"docs": [document.as_json() for document in found.documents if document.own]})
    told = {
        "version": found.version,
        "pages": len(found.documents),
        "bytes": bundle_file(for_everybody(locale), encoding).stat().st_size
        + len(pack(own, encoding)),
        **media_of(found),
    }
    return _cached(_answer(request, as_bytes(told)), "private, no-cache")


@require_safe
def documents(request: HttpRequest, locale: str) -> HttpResponse:
    """?h=a,b: the documents with these hashes; 410 when one of them is no more."""
    wanted = request.GET.get("h", "").split(",")
    if len(wanted) > MOST_AT_ONCE or not all(HASH.fullmatch(one) for one in wanted):
        return _answer(request, as_bytes({"code": "bad_hash"}), 400)
    found = {document.h: document for document in _set(locale, request).documents}
    if not all(one in found for one in wanted):
        return _gone(request)
    chosen = [found[one] for one in dict.fromkeys(wanted)]
    response = _answer(request, as_bytes({"docs": [document.as_json() for document in chosen]}))
    personal = any(document.own for document in chosen)
    return _cached(response, "private, no-store" if personal else FOR_EVER)


def _known(locale: str) -> None:
    if locale not in dict(settings.LANGUAGES):
        raise Http404


def _set(locale: str, request: HttpRequest) -> DocumentSet:
    _known(locale)
    return for_reader(locale, request)


def _gone(request: HttpRequest) -> HttpResponse:
    return _cached(_answer(request, as_bytes({"code": "stale_version"}), 410), "no-store")


def _answer(request: HttpRequest, content: bytes, status: int = 200) -> HttpResponse:
    encoding = accepted(request) if len(content) > 500 else ""
    return _json(pack(content, encoding), encoding, status)


def _json(content: bytes, encoding: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json", status=status)
    if encoding:
        response["Content-Encoding"] = encoding
    return response


def _cached(response: HttpResponse, rule: str) -> HttpResponse:
    response["Cache-Control"] = rule
    response["Vary"] = "Accept-Encoding, Cookie"
    return response
