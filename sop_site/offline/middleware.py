"""What every address under /api/ has in common: it reads the body first, and it speaks JSON."""

import errno
import sys

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import JsonResponse

from .limits import limit
from .protocol import PROTOCOL

PREFIX = "/api/"
SPEAKS_PROTOCOL = ("/api/session", "/api/sync/")
# No room, file too big for the process, quota: passing trouble, as a locked database is.
FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method", 413: "too_big"}
RETRY_AFTER = 5


def answer(request, data: dict, status: int = 200) -> JsonResponse:
    """A JSON answer that nobody keeps; in the sync protocol it names the protocol."""
    if request.path.startswith(SPEAKS_PROTOCOL):
        data = {"protocol": PROTOCOL, **data}
    response = JsonResponse(data, status=status)
    response["Cache-Control"] = "no-store"
    return response


def busy(request, seconds: int = RETRY_AFTER, *, status: int = 503) -> JsonResponse:
    response = answer(request, {"code": "busy"}, status)
    response["Retry-After"] = str(seconds)
    return response


def is_passing(error: BaseException | None) -> bool:
    """Whether the same request may well succeed later: database locked or gone, disk full."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, (OperationalError, InterfaceError))


@receiver(got_request_exception)
def remember(sender, request=None, **kwargs):
    """Keeps an error that arose in a middleware within, where process_exception isn't asked."""
    if request is not None and request.path.startswith(PREFIX):
        request.api_error = sys.exc_info()[1]


class ApiMiddleware:
    """Stands first, so that refusals of all others leave as JSON too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if not drain(request):
            return answer(request, {"code": "too_big"}, 413)
        response = self.get_response(request)
        if is_passing(getattr(request, "api_error", None)) and response.status_code >= 500:
            return busy(request)
        if response.status_code >= 400 and not is_json(response):
            return as_json(request, response)
        return response

    def process_exception(self, request, exception):
        if not request.path.startswith(PREFIX):
            return None
        if is_passing(exception):
            # A changed session would be saved on the way out: another wait for the same lock.
            if hasattr(request, "session"):
                request.session.modified = False
            return busy(request)
        if isinstance(exception, SuspiciousOperation):
            return answer(request, {"code": "bad_request"}, 400)
        return None


def drain(request) -> bool:
    """Reads the whole body, so that an early answer doesn't spoil the next request on this
    connection. Keeps it as the request's body; False when it goes on beyond the limit."""
    most = limit("drain_bytes")
    stream = request
    chunked = "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
    if chunked and request.META.get("wsgi.input_terminated"):
        stream = request.META["wsgi.input"]
    try:
        body = stream.read(most + 1)
    except OSError:  # the sender went away in the middle
        body = b""
    request._body = body[:most]
    return len(body) <= most


def is_json(response) -> bool:
    return response.get("Content-Type", "").startswith("application/json")


def as_json(request, response):
    """The same refusal in JSON; what the browser must know (Allow, Retry-After) goes along."""
    status = response.status_code
    said = answer(request, {"code": CODES.get(status, "failed")}, status)
    for name in ("Allow", "Retry-After"):
        if name in response:
            said[name] = response[name]
    return said
