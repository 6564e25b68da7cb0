"""POST /api/sync/v1/files/<item>/<sha256>?offset=N: one part of a file, 64 KiB at most."""

import re
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from .files import Refused, take_part
from .limits import limit, seconds_to_wait
from .middleware import answer, busy
from .protocol import SHA256, WRITTEN_UUID
from .views import not_allowed, refused_for_csrf

OFFSET = re.compile(r"[0-9]{1,10}", re.ASCII)
# What a page of another site can send without asking; bytes are called by any other name, or none.
FORMS = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}


# As for items: signed out is 401 before anything is said of the token.
@csrf_exempt
def part(request: HttpRequest, item: str, sha256: str) -> JsonResponse:
    """{offset, complete} once the part is on the disk."""
    early = _refusal_of(request)
    if early:
        return early
    try:
        with translation.override(request.user.language):
            file = take_part(request.user, *_asked(request, item, sha256), request.body)
    except Refused as refused:
        return answer(request, {"code": refused.code, **refused.more}, refused.status)
    return answer(request, {"offset": file.offset, "complete": file.complete})


def _refusal_of(request: HttpRequest) -> JsonResponse | None:
    """What can be said before looking for the file."""
    if request.method != "POST":
        return not_allowed(request, "POST")
    if not request.user.is_authenticated:
        return answer(request, {"code": "sign_in"}, 401)
    if request.content_type in FORMS or request.headers.get("Content-Encoding"):
        return answer(request, {"code": "media_type"}, 415)
    if refused_for_csrf(request):
        return answer(request, {"code": "csrf"}, 403)
    if len(request.body) > limit("chunk_bytes"):
        return answer(request, {"code": "too_big"}, 413)
    wait = seconds_to_wait("chunks", request.user.uid, limit("chunks_a_minute"))
    return busy(request, wait, status=429) if wait else None


def _asked(request: HttpRequest, item: str, sha256: str) -> tuple[UUID, str, int]:
    """Raises Refused: 404 for what can be no file's name, 400 for no offset or an empty part."""
    if not WRITTEN_UUID.fullmatch(item) or not SHA256.fullmatch(sha256):
        raise Refused(404, "unknown_file")
    offset = request.GET.get("offset", "")
    if not OFFSET.fullmatch(offset):
        raise Refused(400, "bad_offset")
    if not request.body:
        raise Refused(400, "empty")
    return UUID(item), sha256, int(offset)
