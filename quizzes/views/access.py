"""Which quizzes and attempts a signed-in person may know of; 404 for all others."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ..ending import end_overdue
from ..models import Attempt, Quiz


def own_attempt_or_404(request, slug: str, uuid) -> Attempt:
    """The person's own attempt at this quiz, ended if its time is; another's looks as if it didn't
    exist."""
    own = Attempt.objects.select_related("quiz").filter(quiz__slug=slug, officer=request.user)
    attempt = get_object_or_404(own, uuid=uuid)
    if attempt.is_overdue():
        end_overdue(own.filter(pk=attempt.pk))
        attempt = own.get(pk=attempt.pk)
    return attempt


def known_quiz_or_404(request, slug: str) -> Quiz:
    """A quiz that officers may take, or one that this person has taken before."""
    quiz = get_object_or_404(Quiz.objects.select_related("module"), slug=slug)
    if quiz.state != Quiz.State.READY and not quiz.attempts.filter(officer=request.user).exists():
        raise Http404
    return quiz
