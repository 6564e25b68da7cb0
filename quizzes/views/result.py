"""What came of an attempt: in words first, then what to read again."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sop_pages.step_titles import titles_of

from ..models import Attempt
from ..reviewing import gate, look, note_seen
from ..stories import parts_of
from .access import own_attempt_or_404

IN_A_ROW = 10


@require_safe
@login_required
def result(request, slug, uuid):
    """The result, as far as the quiz's policy lets it be seen now."""
    attempt = own_attempt_or_404(request, slug, uuid)
    if attempt.is_open:
        return redirect("quizzes:overview", slug, uuid)
    found = gate(attempt)
    context = {"tab": "quizzes", "quiz": attempt.quiz, "attempt": attempt, "gate": found}
    if attempt.awaits_hand_in:
        given = [answer not in (None, "", []) for answer in _answers(attempt)]
        context |= {"given": sum(given), "count": len(given)}
    if found.is_open:
        # Noted before the page is made: no answer may be counted after this moment.
        note_seen(attempt)
        attempt.refresh_from_db()
        context |= _review(attempt, found.shows_right)
    return render(request, "quizzes/result.html", context)


def _answers(attempt: Attempt):
    return attempt.responses.values_list("answer", flat=True)


def _review(attempt: Attempt, shows_right: bool) -> dict:
    language = get_language()
    responses = attempt.responses.select_related(
        "question__step__sop", "version", "story_version", "marked_by"
    )
    parts = parts_of(responses)
    looked = [
        look(
            response,
            attempt.values,
            language,
            shows_right=shows_right,
            part=parts.get(response.position),
        )
        for response in responses
    ]
    missed = [entry.response for entry in looked if not entry.response.is_right]
    return {
        "looked": looked,
        "right": len(looked) - len(missed),
        "missed": missed,
        "critical_missed": [response for response in missed if response.critical],
        "diamonds": _diamonds(looked),
        "woven_height": 24 * ((len(looked) - 1) // IN_A_ROW + 1) if looked else 24,
        "again": _again(missed, language),
    }


def _diamonds(looked) -> list[dict]:
    """Where each question's diamond stands, ten in a row."""
    return [
        {"x": n % IN_A_ROW * 24, "y": n // IN_A_ROW * 24, "right": entry.response.is_right}
        for n, entry in enumerate(looked)
    ]


def _again(missed, language: str) -> list[dict]:
    """The steps to read again, each once, in the order of the questions."""
    steps = {r.question.step_id: r.question.step for r in missed if r.question.step_id}
    titles = titles_of(steps.values(), language)
    return [{"step": step, "title": titles[step.pk]} for step in steps.values()]
