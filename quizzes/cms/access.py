"""Who may do what on the trainers' side."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from sop_site.officers import audit, roles

from ..models import Enrolment, Pool, Question, Story

KEY_READ = "question.key_read"


def needs(permission: str):
    """Guards a view of the CMS: without this permission one is led back, with a message."""

    def guarded(view):
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return guarded


def may_write_questions(user, question: Question | None = None) -> bool:
    """Trainers only: an administrator may read a question, not change it. A question that there
    is, only a trainer of its pool."""
    if not (user.has_role(roles.TRAINER) and user.has_perm("quizzes.change_question")):
        return False
    if question is None or question.pk is None:
        return True
    return Pool.objects.for_trainer(user).filter(pk=question.pool_id).exists()


def to_read(kind: type[Question] | type[Story], key: str, user) -> Question | Story:
    """The question or case with this key, for a page that tells its key. 404 without one, refused
    in a pool of others; an administrator's look is logged."""
    found = get_object_or_404(kind, key=key)
    if not kind.objects.readable_by(user).filter(pk=found.pk).exists():
        raise PermissionDenied
    note_key_read(user, found)
    return found


def note_key_read(user, subject) -> None:
    """Logs an administrator's look at a key; for trainers and reviewers it is their work."""
    if not user.has_role(roles.TRAINER, roles.REVIEWER, roles.LEAD):
        audit.record(user, KEY_READ, subject)


def note_own_pools(questions, user) -> int:
    """Sets `key_is_shown` of each: whether this person reads the keys of its pool. Returns how
    many they may not; one query."""
    pools = set(Pool.objects.readable_by(user).values_list("pk", flat=True))
    questions = list(questions)
    for question in questions:
        question.key_is_shown = question.pool_id in pools
    return sum(not question.key_is_shown for question in questions)


def answers_to_release(user) -> Q | None:
    """Whose answers, late or brought by hand, this person may let count. An administrator: all. A
    trainer: those of officers of the own province, and of the own workshops, closed ones too, for
    phones come back late."""
    if user.is_superuser or user.has_role(roles.ADMIN):
        return Q()
    if user.has_role(roles.TRAINER):
        enrolled = Enrolment.objects.filter(workshop__trainers=user).order_by()
        own = Q(owner__in=enrolled.values("officer"))
        return own | Q(owner__province=user.province_id) if user.province_id else own
    return None
