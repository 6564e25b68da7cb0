"""Who prints sheets and types them in."""

from sop_site.officers import roles

from ..models import Attempt, PaperPrint, PaperQuestion, PaperSheet, Pool, Quiz
from ..overriding import people_for


def may_type(user) -> bool:
    """Trainers; others who read results see what came of the sheets there."""
    return user.has_role(roles.TRAINER) and user.has_perm("quizzes.view_results")


def reads_keys(user, paper: PaperPrint) -> bool:
    """Whether the right answers of all of its questions may be shown to them; one query."""
    if not user.has_perm("quizzes.view_question"):
        return False
    asked = PaperQuestion.objects.filter(paper_version__paper=paper)
    readable = Pool.objects.readable_by(user).values("pk")
    return not asked.exclude(question__pool__in=readable).exists()


def officers_for(user, quiz: Quiz):
    """Whose sheets this trainer may type in: those whose results they see."""
    return people_for(user, quiz).filter(is_active=True, groups__name=roles.OFFICER)


def sees(user, sheet: PaperSheet) -> bool:
    """Whether what was typed from this sheet may be shown to this person; one query."""
    seen = Attempt.objects.results_for(user)
    return sheet.attempt_id is None or seen.filter(pk=sheet.attempt_id).exists()
