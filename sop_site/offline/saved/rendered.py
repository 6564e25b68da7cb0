"""Turns pages of the site into documents: rendered by their own views, cut down to their `main`."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import unescape
from io import BytesIO
from types import MappingProxyType
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation

from sop_site.memo import Memo

from .documents import Document

TITLE = re.compile(r"<title>(.*?)</title>", re.S)
MAIN = re.compile(r'<main id="main"[^>]*>(.*)</main>', re.S)
SITE_NAME = re.compile(r"\s*·[^·]*$")
# A token belongs to one session: in a saved page it would be stale, and a secret. An item's id is
# made on the phone, and one that is new in each rendering would make the page look new.
ONCE = re.compile(r'<input type="hidden" name="(?:csrfmiddlewaretoken|item)"[^>]*>')
HEAD = re.compile(r"<head>(.*?)</head>", re.S)
MODULE = re.compile(r'<script type="module" src="[^"]+"></script>')
# Some 3 kB each, packed: the pages of a few hundred people who are about.
_memory = Memo(most=3000)
EVERYWHERE = ("js/khumue.", "js/offline.")


class NobodysSession(dict):
    """The session of a reader who isn't there."""

    session_key = None
    modified = False


def documents(
    paths: Iterable[str],
    locale: str,
    request: HttpRequest | None = None,
    *,
    states: Mapping[str, object] = MappingProxyType({}),
) -> Iterator[Document]:
    """The pages at these addresses as a stranger sees them or, with a request, its person.

    What can't be read (gone, closed, led elsewhere) is left out. `states` gives for a path all
    that its page is made from, as plain data: as long as that is the same, and this process lives,
    the page isn't rendered again.
    """
    for path in paths:
        if path in states:
            made = _remembered(path, locale, request, states[path])
        else:
            made = _made(path, locale, request)
        if made:
            yield made


def row_of(instance: Model) -> tuple:
    """All columns of a row, for `states`."""
    return tuple(getattr(instance, field.attname) for field in instance._meta.concrete_fields)


def _remembered(path, locale, request, state) -> Document | None:
    def make() -> bytes:
        made = _made(path, locale, request)
        return zlib.compress(json.dumps(made and [made.t, made.m]).encode())

    person = request.user.pk if request else None
    host = request.get_host() if request else ""
    kept = json.loads(zlib.decompress(_memory.get(_key(path, person, host, state), make)))
    return Document(path, locale, *kept, own=request is not None) if kept else None


def _key(*of) -> str:
    # A hash, since a state may be long.
    return sha256(repr(of).encode()).hexdigest()


def _made(path: str, locale: str, request: HttpRequest | None) -> Document | None:
    response = _answer(path, locale, request)
    if response is None:
        return None
    return document_of(path, locale, response.content.decode(), own=request is not None)


def restricted(request: HttpRequest | None) -> bool:
    """Whether a person asks, who may have pages that others haven't."""
    return request is not None and request.user.is_authenticated


def document_of(path: str, locale: str, html: str, *, own: bool) -> Document:
    title = unescape(SITE_NAME.sub("", TITLE.search(html)[1])).strip()
    main = ONCE.sub("", MAIN.search(html)[1]).strip()
    modules = [m for m in MODULE.findall(HEAD.search(html)[1]) if not _is_everywhere(m)]
    return Document(path, locale, title, "\n".join([main, *modules]), own)


def _is_everywhere(module: str) -> bool:
    return any(name in module for name in EVERYWHERE)


def _answer(path: str, locale: str, request: HttpRequest | None) -> HttpResponse | None:
    inner = _request(path, locale, request)
    with translation.override(locale):
        inner.resolver_match = match = resolve(path)
        try:
            response = match.func(inner, *match.args, **match.kwargs)
        except Http404:
            return None
        if hasattr(response, "render"):
            response.render()
    is_page = response.get("Content-Type", "").startswith("text/html")
    return response if response.status_code == 200 and is_page else None


def _request(path: str, locale: str, request: HttpRequest | None) -> WSGIRequest:
    public = urlsplit(settings.PUBLIC_URL)
    host = request.get_host() if request else public.netloc
    inner = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": public.hostname,
            "SERVER_PORT": str(public.port or 80),
            "HTTP_HOST": host,
            "wsgi.url_scheme": public.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    inner.LANGUAGE_CODE = locale
    # Nobody has read it yet: a view that notes what was seen leaves that out, and what only works
    # with a connection.
    inner.is_for_saving = True
    inner.user = request.user if request else AnonymousUser()
    inner.session = request.session if request else NobodysSession()
    return inner
