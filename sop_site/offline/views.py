"""The endpoints of the sync protocol: who is signed in, and what phones send."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from .inbox import Outcome, deliver
from .kinds import Rejected
from .limits import limit, seconds_to_wait
from .middleware import answer, busy
from .models import Epoch
from .protocol import BadBatch, echo_of, is_of, read_batch, read_id, read_item


class CsrfCheck(CsrfViewMiddleware):
    """Django's check as a question: the reason for a refusal, or None."""

    def _reject(self, request, reason):
        return reason


def refused_for_csrf(request) -> bool:
    check = CsrfCheck(lambda _request: None)
    check.process_request(request)
    return bool(check.process_view(request, None, (), {}))


# Nothing is changed here: another method hears 405, with or without a token.
@csrf_exempt
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in; a signed-out phone learns the rest all the same."""
    if request.method not in {"GET", "HEAD"}:
        return not_allowed(request, "GET, HEAD")
    user = request.user
    who = {"uid": user.uid, "name": user.name} if user.is_authenticated else {"uid": None}
    return answer(
        request,
        {
            **who,
            "csrf": get_token(request),
            "server_time": timezone.now().isoformat(),
            "db_epoch": Epoch.current(),
        },
    )


def not_allowed(request, methods: str) -> JsonResponse:
    response = answer(request, {"code": "method"}, 405)
    response["Allow"] = methods
    return response


# The check is made within, after the sign-in: a signed-out phone must hear 401, not 403.
@csrf_exempt
def items(request: HttpRequest) -> JsonResponse:
    """Takes a batch of items; each gets its own answer, in the order sent."""
    early = refusal_of(request)
    if early:
        return early
    try:
        batch = read_batch(request.body, timezone.now())
    except BadBatch as bad:
        return answer(request, {"code": bad.code}, bad.status)
    with translation.override(request.user.language):
        results = [result_of(request.user, raw, batch.skew) for raw in batch.items]
    return answer(request, {"uid": request.user.uid, "results": results})


def refusal_of(request) -> JsonResponse | None:
    """What can be said before looking into the body."""
    if request.method != "POST":
        return not_allowed(request, "POST")
    if not request.user.is_authenticated:
        return answer(request, {"code": "sign_in"}, 401)
    if request.body and not is_plain_json(request):
        return answer(request, {"code": "media_type"}, 415)
    if refused_for_csrf(request):
        return answer(request, {"code": "csrf"}, 403)
    if len(request.body) > limit("batch_bytes"):
        return answer(request, {"code": "too_big"}, 413)
    wait = seconds_to_wait("batches", request.user.uid, limit("batches_a_minute"))
    return busy(request, wait, status=429) if wait else None


def is_plain_json(request) -> bool:
    """JSON in UTF-8, not packed."""
    charset = request.content_params.get("charset", "utf-8").lower()
    packed = request.headers.get("Content-Encoding")
    return request.content_type == "application/json" and charset == "utf-8" and not packed


def result_of(user, raw, skew: float) -> dict:
    """The answer to one item. Never raises for what was sent."""
    said = {"id": echo_of(raw)}
    try:
        item_id = read_id(raw)
        if not is_of(raw, user.uid):
            return {**said, "status": "held"}
        item = read_item(raw, item_id, skew, timezone.now())
    except Rejected as refused:
        outcome = Outcome("rejected", code=refused.code, message=str(refused), field=refused.field)
    else:
        outcome = deliver(
            user,
            item.kind,
            item.payload,
            item_id=item.id,
            files=item.files,
            schema=item.schema,
            times=item.times,
        )
    return {**said, **as_result(outcome)}


def as_result(outcome: Outcome) -> dict:
    """An outcome in the protocol's words; what has no value is left out."""
    said = {
        "status": outcome.status,
        "receipt": outcome.receipt,
        "received_at": outcome.received_at and outcome.received_at.isoformat(),
        "result": outcome.result,
        "need": outcome.need,
        "refused_files": outcome.refused_files,
        "code": outcome.code,
        "message": outcome.message,
        "field": outcome.field,
    }
    return {name: value for name, value in said.items() if value}
