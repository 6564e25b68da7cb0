"""The service worker, the web app manifest and the pages that lie on every phone."""

import json
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sop_site.encodings import accepted

from .saved.sets import pack

CORE, WORKER = "js/core.js", "js/worker.js"
FILES = (
    "css/khumue.css",
    "js/khumue.js",
    CORE,
    "js/offline.js",
    "js/offline-writing.js",
    "js/offline-copy.js",
    "js/offline-search.js",
    "js/offline-months.js",
    "js/offline-sheet.js",
    "js/scan.js",
    "js/to-send.js",
    "js/quiz.js",
    "icons/icons.svg",
    "icons/mark.svg",
    "fonts/noto-sans-lao.woff2",
)
PAGES = ("offline:shell", "offline:outbox")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
GREEN, PAPER = "#0d4433", "#faf8f1"


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """/sw.js: the worker's modules, before them the build's name, the files of the shell, and what
    it has in common with the pages, which a phone that shows one has fetched already."""
    pages = [reverse_in(language, name) for language in LANGUAGES for name in PAGES]
    files = [*map(static, FILES), *pages]
    code = _content(WORKER)
    build = _build(request, files, code)
    encoding = accepted(request)
    etag = f'"{build}{encoding}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        head = f"const BUILD = {json.dumps(build)};\nconst FILES = {json.dumps(files)};\n"
        head += f"importScripts({json.dumps(static(CORE))});\n"
        packed = pack(head.encode() + code, encoding)
        response = HttpResponse(packed, content_type="text/javascript; charset=utf-8")
        if encoding:
            response["Content-Encoding"] = encoding
    response["ETag"] = etag
    # Asked for at each visit: by its build, so that it comes only when it is another.
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Encoding"
    return response


def _content(name: str) -> bytes:
    """A static file as it was collected or, where files have no names by content, is found."""
    stored = getattr(staticfiles_storage, "stored_name", None)
    path = staticfiles_storage.path(stored(name)) if stored else finders.find(name)
    return Path(path).read_bytes()


def _build(request: HttpRequest, files: list[str], code: bytes) -> str:
    """Names all that the shell is made of: its files' addresses and contents, its pages."""
    found = sha256("\n".join([settings.VERSION, *files]).encode() + code)
    for name in FILES:
        found.update(_content(name))
    for language in LANGUAGES:
        with translation.override(language):
            for view in (shell, to_send):
                found.update(view(request).content)
    return found.hexdigest()[:12]


def reverse_in(language: str, name: str) -> str:
    with translation.override(language):
        return reverse(name)


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """What is saved on this phone; the frame of every saved page."""
    return _same_for_all(request, "offline/shell.html")


@require_safe
def to_send(request: HttpRequest) -> HttpResponse:
    """What waits on this phone, and what was sent from it: filled in there."""
    return _same_for_all(request, "offline/to_send.html")


def _same_for_all(request: HttpRequest, template: str) -> HttpResponse:
    # An empty user: the page is kept on a phone that others use too.
    response = render(request, template, {"user": None})
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """/manifest.webmanifest?language=lo|en: by it the site is installed like an app."""
    asked = request.GET.get("language")
    language = asked if asked in LANGUAGES else settings.LANGUAGE_CODE
    with translation.override(language):
        data = {
            "id": "/",
            "name": _("Khumue: SOPs for social security"),
            "short_name": _("Khumue"),
            "description": _("The handbook of the Lao district social security officers."),
            "lang": language,
            "dir": "ltr",
            "start_url": f"/{language}/",
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": GREEN,
            "icons": [
                _icon(name, side, purpose)
                for name, purpose in (("icon", "any"), ("maskable", "maskable"))
                for side in (192, 512)
            ],
        }
    text = json.dumps(data, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


def _icon(name: str, side: int, purpose: str) -> dict:
    return {
        "src": static(f"icons/{name}-{side}.png"),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }
