"""The search page of each language, and the same as JSON."""

from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from . import misses
from .find import MOST, USUAL, Result, search
from .nearest import nearest
from .privacy import refused_paths
from .query import LONGEST, Query, parse

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class Refused(Exception):
    """A request that can't be answered: `code` for programs, the text for people."""

    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(message)
        self.code, self.status = code, status


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """/<language>/search/?q= : results, or what is nearest and a way to tell LSSO."""
    language = translation.get_language()
    typed = request.GET.get("q", "")
    too_long = len(typed) > LONGEST
    query = parse(typed[:LONGEST])
    results, suggestions = [], []
    if query.terms and not too_long:
        refused = refused_paths(request)
        results = found(query, language, refused)
        if not results:
            suggestions = nearest(query, language, refused=refused)
    context = {
        "tab": "search",
        "typed": query.typed,
        "results": results,
        "asked": bool(query.terms) and not too_long,
        "too_long": too_long,
        "longest": LONGEST,
        "suggestions": suggestions,
    }
    return render(request, "sop_pages/search.html", context)


def found(query: Query, language: str, refused: list[str], limit: int = USUAL) -> list[Result]:
    """The results; a search that has none is counted."""
    results = search(query, language, refused=refused, limit=limit)
    if query.terms and not results:
        misses.count(query, language)
    return results


@csrf_exempt  # anyone may read it and nothing is changed; a refusal is JSON too
def api(request: HttpRequest) -> JsonResponse:
    """GET /api/search/v1?q=…&language=lo|en&limit=50 → {query, results, took_ms}.

    Each result is {code, title, url, step, snippet}. What can't be answered is 400 (405 for other
    methods) with {code, message}.
    """
    started = perf_counter()
    try:
        with translation.override(_spoken(request)):
            query, language, limit = _asked(request)
    except Refused as refusal:
        said = {"code": refusal.code, "message": str(refusal)}
        allowed = {"Allow": "GET, HEAD"} if refusal.status == 405 else {}
        return JsonResponse(said, status=refusal.status, headers=allowed)
    with translation.override(language):
        results = found(query, language, refused_paths(request), limit)
    answer = {
        "query": query.typed,
        "results": [result.as_json() for result in results],
        "took_ms": round((perf_counter() - started) * 1000),
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-cache"
    return response


def _spoken(request: HttpRequest) -> str:
    """The language of a refusal: the one that was asked for, else the browser's."""
    asked = request.GET.get("language")
    return asked if asked in LANGUAGES else translation.get_language()


def _asked(request: HttpRequest) -> tuple[Query, str, int]:
    if request.method not in ("GET", "HEAD"):
        request.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)  # an unread body breaks the connection
        raise Refused("method", _("Search is asked with GET."), 405)
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    if language not in LANGUAGES:
        raise Refused("unknown_language", _("The language must be lo or en."))
    typed = request.GET.get("q", "")
    if len(typed) > LONGEST:
        raise Refused("too_long", _("The words to look for are too long."))
    return parse(typed), language, _limit(request.GET.get("limit", ""))


def _limit(value: str) -> int:
    if not value:
        return USUAL
    if not (value.isascii() and value.isdigit() and len(value) < 7 and int(value)):
        raise Refused("bad_limit", _("The limit must be a number from 1 to 100."))
    return min(int(value), MOST)
