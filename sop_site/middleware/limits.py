"""So many pages and searches a minute: by the person, or by the address before sign-in."""

import re

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.shortcuts import render

from sop_site.offline.limits import seconds_to_wait
from sop_site.offline.middleware import busy, drain

SEARCH = re.compile(r"^/(?:(?:lo|en)/search|api/search)/")
# The inbox counts its own batches and chunks.
COUNTED_ELSEWHERE = ("/api/session", "/api/sync/", "/healthz")


class LimitsMiddleware:
    """429 and Retry-After beyond settings.LIMITS; stands after authentication.

    A workshop's 220 people share one address: signed-in people are counted each by themselves,
    the others by a number that a whole training room doesn't reach.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(COUNTED_ELSEWHERE):
            return self.get_response(request)
        seconds = wait(request)
        return too_many(request, seconds) if seconds else self.get_response(request)


def wait(request) -> int:
    """Seconds until this request would be taken; 0 when it may go on."""
    who = person_of(request)
    what = "searches" if SEARCH.match(request.path) else "pages"
    name = f"{what}_a_minute" if who else f"anonymous_{what}_a_minute"
    return seconds_to_wait(name, who or request.META.get("REMOTE_ADDR", ""), settings.LIMITS[name])


def person_of(request) -> str:
    """The signed-in person's key as the session has it, or ""; asks no database without cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(request.session.get(SESSION_KEY, ""))


def too_many(request, seconds: int):
    """The refusal, in words; the body is read first, for the next request on the connection."""
    if request.path.startswith("/api/"):
        return busy(request, seconds, status=429)
    drain(request)
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
