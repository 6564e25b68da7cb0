"""Marks anew by a corrected key: what would change, a reason, then the act."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import regrading, reports
from ..ending import end_overdue
from ..models import Attempt, Question, Quiz, Regrade
from .access import may_write_questions, needs, note_key_read

MOST_NAMES = 200


@require_http_methods(["GET", "POST"])
@needs("quizzes.view_results")
@needs("quizzes.view_question")
def regrade(request, slug):
    """?question=M2-01&question=…: the dry run of these, else of all that would change marks."""
    quiz = get_object_or_404(Quiz, slug=slug)
    end_overdue(quiz.attempts)
    may = may_write_questions(request.user)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        act, fault = _do(request, quiz)
        if act:
            return redirect("quiz_regrade", quiz.slug)
    else:
        fault = ""
        note_key_read(request.user, quiz)
    readable = Question.objects.readable_by(request.user)
    own = set((_own(request.user) if may else readable).values_list("pk", flat=True))
    found = [p for p in regrading.proposals(quiz) if p.question.pk in own]
    asked = request.POST if request.method == "POST" else request.GET
    keys = set(asked.getlist("question"))
    chosen = [p for p in found if p.changes and (not keys or p.question.key in keys)]
    rows = regrading.by_attempt(chosen)
    seen = Attempt.objects.filter(quiz=quiz).results_for(request.user)
    may_name = set(seen.values_list("pk", flat=True))
    context = {
        "quiz": quiz,
        "part": "regrade",
        "sees_questions": True,
        "summary": reports.summary(quiz.attempts.handed_in().results_for(request.user)),
        "proposals": found,
        "chosen": {p.question.key for p in chosen},
        "rows": [row for row in rows if row.attempt.pk in may_name][:MOST_NAMES],
        "count": len(rows),
        "to_pass": sum(row.new_passed and not row.old_passed for row in rows),
        "to_fail": sum(row.old_passed and not row.new_passed for row in rows),
        "fingerprint": regrading.fingerprint(rows),
        "reason": request.POST.get("reason", ""),
        "fault": fault,
        "may": may,
        "acts": _acts(quiz),
    }
    return render(request, "quizzes/cms/regrade.html", context, status=422 if fault else 200)


def _own(user):
    """The questions whose corrected key this person may let count."""
    return Question.objects.written_by(user)


def _do(request, quiz: Quiz) -> tuple[Regrade | None, str]:
    """The act and nothing, or nothing and what is wrong."""
    try:
        act = regrading.regrade(
            quiz,
            _own(request.user)
            .filter(key__in=request.POST.getlist("question"))
            .values_list("key", flat=True),
            actor=request.user,
            reason=request.POST.get("reason", "")[:600],
            seen=request.POST.get("seen", ""),
        )
    except ValidationError as wrong:
        return None, " ".join(wrong.messages)
    count = act.attempts.count()
    said = ngettext(
        "%(count)d attempt has a new mark.", "%(count)d attempts have new marks.", count
    )
    messages.success(request, said % {"count": count})
    return act, ""


def _acts(quiz: Quiz) -> list[dict]:
    """What was done before, the latest first; three queries."""
    acts = quiz.regrades.select_related("actor").prefetch_related(
        "attempts", "responses__response__question"
    )
    return [
        {
            "act": act,
            "attempts": len(act.attempts.all()),
            "to_pass": sum(a.new_passed and not a.old_passed for a in act.attempts.all()),
            "to_fail": sum(a.old_passed and not a.new_passed for a in act.attempts.all()),
            "keys": sorted({r.response.question.key for r in act.responses.all()}),
        }
        for act in acts
    ]
