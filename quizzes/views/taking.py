"""Taking a quiz, one question a page; each answer goes through the inbox as it is given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sop_site.offline import inbox

from .. import on_phone
from ..computing import figures
from ..forms import answer_from, is_same
from ..models import Attempt, Response, Review
from ..presenting import present
from ..reviewing import gate, look
from ..sequence import next_sequence
from ..stories import part_of
from ..wording import plain
from .access import own_attempt_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request, slug, uuid, position):
    """One question: GET shows it, POST keeps the answer and turns the page."""
    attempt = own_attempt_or_404(request, slug, uuid)
    response = _response_or_404(attempt, position)
    if request.method == "POST":
        return _keep_and_turn(request, attempt, response)
    if not attempt.is_open:
        return redirect("quizzes:result", slug, uuid)
    return _page(request, attempt, response)


def _response_or_404(attempt: Attempt, position: int) -> Response:
    response = (
        attempt.responses.select_related(
            "question__step__sop", "version", "story_version", "marked_by"
        )
        .filter(position=position)
        .first()
    )
    if response is None:
        raise Http404
    return response


def _keep_and_turn(request, attempt: Attempt, response: Response):
    answer = answer_from(response.question.type, request.POST)
    if "move" in request.POST and attempt.is_open:
        # Shown, and not kept before it is said: where the key follows at once, an answer is final.
        return _page(request, attempt, response, given=answer, moved=request.POST["move"])
    if not is_same(answer, response.answer) and not _is_final(attempt, response, request.POST):
        outcome = _deliver_answer(request.user, attempt, response, answer)
        if not outcome.is_kept:
            return _refused(request, attempt, response, answer, outcome)
    elif not attempt.is_open:
        return redirect("quizzes:result", attempt.quiz.slug, attempt.uuid)
    return _turned(request, attempt, response, answer)


def _is_final(attempt: Attempt, response: Response, posted) -> bool:
    """Whether the page showed the key already: its fields are shut, so a browser sends none."""
    shown = attempt.quiz.review == Review.AFTER_EACH and response.is_answered
    return shown and "answer" not in posted


def _deliver_answer(user, attempt: Attempt, response: Response, answer) -> inbox.Outcome:
    return inbox.deliver(
        user,
        "quiz.answer",
        {
            "attempt": attempt.uuid.hex,
            "question": response.question.key,
            "sequence": next_sequence(attempt),
            "response": answer,
            "answered_at": timezone.now().isoformat(),
        },
    )


def _refused(request, attempt: Attempt, response: Response, answer, outcome: inbox.Outcome):
    """Says why, and shows what was given once more."""
    attempt.refresh_from_db(fields=["state"])
    if not attempt.is_open:
        messages.warning(request, outcome.message)
        return redirect("quizzes:result", attempt.quiz.slug, attempt.uuid)
    status = 409 if outcome.code in {"quiz_closed", "time_is_up", "already_shown"} else 422
    return _page(request, attempt, response, given=answer, error=outcome.message, status=status)


def _turned(request, attempt: Attempt, response: Response, answer):
    slug, go = attempt.quiz.slug, request.POST.get("go", "next")
    if go == "overview":
        return redirect("quizzes:overview", slug, attempt.uuid)
    if go == "back" and response.position > 1:
        return redirect("quizzes:question", slug, attempt.uuid, response.position - 1)
    first_look = attempt.quiz.review == Review.AFTER_EACH and not response.is_answered
    if go == "stay" or (first_look and answer):
        return redirect("quizzes:question", slug, attempt.uuid, response.position)
    if response.position < attempt.responses.count():
        return redirect("quizzes:question", slug, attempt.uuid, response.position + 1)
    return redirect("quizzes:overview", slug, attempt.uuid)


def _page(
    request, attempt: Attempt, response: Response, *, given=None, moved="", error="", status=200
):
    quiz = attempt.quiz
    address = reverse("quizzes:overview", args=[quiz.slug, attempt.uuid])
    shown = response.answer if given is None else given
    part = part_of(response)
    context = {
        "quiz": quiz,
        "attempt": attempt,
        "response": response,
        "count": attempt.responses.count(),
        "asked": present(response, attempt.values, get_language(), shown, part),
        "moved": moved,
        "error": error,
        "is_closed": attempt.has_closed(),
        "saved": response.is_answered and not error and not moved,
        # Where a phone that can keep answers goes on; not in the middle of a refusal.
        "phone_page": "" if error or moved else f"{address}#question-{response.position}",
    }
    if quiz.review == Review.AFTER_EACH and response.is_answered and gate(attempt).is_open:
        context["looked"] = look(
            response, attempt.values, get_language(), shows_right=True, part=part
        )
    return render(request, "quizzes/question.html", context, status=status)


@require_safe
@login_required
def overview(request, slug, uuid):
    """All questions at a glance before handing in; those without an answer are named."""
    attempt = own_attempt_or_404(request, slug, uuid)
    if not attempt.is_open:
        return redirect("quizzes:result", slug, uuid)
    responses = list(
        attempt.responses.select_related(
            "version", "story_version", "marked_by", "question__step__sop"
        )
    )
    language = get_language()
    for response in responses:
        values = figures(attempt.values, response.numbers)
        response.title = plain(response.version.content["stem"], language, values)
    context = {
        "quiz": attempt.quiz,
        "attempt": attempt,
        "responses": responses,
        "blank": [response for response in responses if not response.is_answered],
        "is_closed": attempt.has_closed(),
        "count": len(responses),
        "entries": on_phone.entries_of(attempt, responses, language),
        "about": on_phone.about(attempt.quiz, attempt),
    }
    return render(request, "quizzes/overview.html", context)


@require_POST
@login_required
def hand_in(request, slug, uuid):
    """Hands in; a second time changes nothing."""
    attempt = own_attempt_or_404(request, slug, uuid)
    if attempt.is_open or attempt.awaits_hand_in:
        payload = {"attempt": attempt.uuid.hex, "sequence": next_sequence(attempt)}
        outcome = inbox.deliver(request.user, "quiz.hand_in", payload)
        if not outcome.is_kept:
            messages.warning(request, outcome.message)
            return redirect("quizzes:overview", slug, uuid)
    return redirect("quizzes:result", slug, uuid)
