"""Who may do what on the trainers' side."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from sop_site.officers import audit, roles

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


def may_write_questions(user) -> bool:
    """Trainers only: an administrator may read a question, not change it."""
    return user.has_role(roles.TRAINER) and user.has_perm("quizzes.change_question")


def note_key_read(user, subject) -> None:
    """Logs an administrator's look at a key; for trainers and reviewers it is their work."""
    if not user.has_role(roles.TRAINER, roles.REVIEWER, roles.LEAD):
        audit.record(user, KEY_READ, subject)


def answers_to_release(user) -> Q | None:
    """Whose answers, brought by hand in a file, this person may let count: a trainer those of
    officers of the own province, an administrator all."""
    if user.is_superuser or user.has_role(roles.ADMIN):
        return Q()
    if user.has_role(roles.TRAINER) and user.province_id:
        return Q(owner__province=user.province_id)
    return None
