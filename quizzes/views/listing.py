"""Which quizzes there are, what one is, and beginning it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from ..models import QuizSlot
from ..on_phone import about, may_mark_itself, practice_of
from ..overriding import as_taken_by
from ..standing import standing_of, standings
from ..starting import CannotStart, start
from .access import known_quiz_or_404


@require_safe
@login_required
def quizzes(request):
    """The person's quizzes: due, open, done."""
    heaps = standings(request.user)
    return render(request, "quizzes/list.html", {"tab": "quizzes", "heaps": heaps})


@require_safe
@login_required
def detail(request, slug):
    """What a quiz is, its rules, and the way in."""
    quiz = known_quiz_or_404(request, slug)
    standing = standing_of(quiz, request.user)
    quiz = standing.quiz
    context = {
        "tab": "quizzes",
        "quiz": quiz,
        "standing": standing,
        "count": QuizSlot.objects.filter(quiz=quiz).questions(),
        "may_begin": standing.may_begin(),
        "may_practise": may_mark_itself(quiz) and quiz.is_open(),
    }
    return render(request, "quizzes/detail.html", context)


@require_safe
@login_required
def practise(request, slug):
    """A practice quiz that marks itself on the phone; nothing of it is sent or recorded."""
    quiz = as_taken_by(known_quiz_or_404(request, slug), request.user.pk)
    if not may_mark_itself(quiz) or not quiz.is_open():
        raise Http404
    entries, left_out = practice_of(quiz, request.user, get_language())
    context = {
        "quiz": quiz,
        "entries": entries,
        "count": len(entries),
        "left_out": left_out,
        "about": about(quiz),
    }
    return render(request, "quizzes/practise.html", context)


@require_POST
@login_required
def begin(request, slug):
    """Begins an attempt, or goes on with the open one, and leads to its first blank question.

    A phone that keeps answers is led to the page that holds them all ("begin": at the first blank
    question, "phone": at the overview, to answer later).
    """
    quiz = known_quiz_or_404(request, slug)
    try:
        attempt = start(quiz, officer=request.user, language=get_language())
    except CannotStart as reason:
        messages.warning(request, str(reason))
        return redirect("quizzes:detail", slug)
    go = request.POST.get("go")
    if go == "phone":
        return redirect("quizzes:overview", slug, attempt.uuid)
    blank = attempt.responses.filter(answer__isnull=True).order_by("position").first()
    if blank is None:
        return redirect("quizzes:overview", slug, attempt.uuid)
    if go == "begin":
        return redirect(reverse("quizzes:overview", args=[slug, attempt.uuid]) + "#go-on")
    return redirect("quizzes:question", slug, attempt.uuid, blank.position)
