from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from sop_pages.models import Release, Retirement

from .log import StateChange
from .reports import Report
from .themes import Theme
from .words import State

VOID = Release.Ended.ERROR
TOLD = (State.SOP_WILL_CHANGE, State.CHANGED, State.REOPENED)


def _ended_before_it_held():
    """The act that ends an SOP before a release's day has come."""
    return Retirement.objects.standing().filter(
        sop=OuterRef("release__sop"),
        release__gte=OuterRef("release"),
        holds_from__lte=OuterRef("release__effective_from"),
    )


class ReleaseAnswerQuerySet(models.QuerySet):
    def due(self):
        """Those whose sender has not been told what is so by now: that the SOP will change; once
        the release holds, that it has; or that it will not, or has not. `is_lost` says which."""
        unsaid = Q(told="") | Q(
            told=State.SOP_WILL_CHANGE, release__effective_from__lte=localdate()
        )
        promised = Q(told__in=[State.SOP_WILL_CHANGE, State.CHANGED])
        lost = Q(release__ended=VOID) | Exists(_ended_before_it_held())
        found = self.annotate(is_lost=lost)
        return found.filter(Q(unsaid, is_lost=False) | Q(promised, is_lost=True))


class ReleaseAnswer(models.Model):
    """A report that a release answers, as named when the release was approved. A report that joins
    the theme later is none of them. `told` is the state that its sender has heard of."""

    release = models.ForeignKey(
        "sop_pages.Release", on_delete=models.PROTECT, related_name="report_answers"
    )
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="release_answers")
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, related_name="release_answers"
    )
    told = models.CharField(
        max_length=20,
        choices=[(state.value, state.label) for state in TOLD],
        blank=True,
    )

    objects = ReleaseAnswerQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["release", "report"], name="one_answer_a_release_and_report"
            )
        ]
        indexes = [models.Index(fields=["told", "release"], name="release_answer_told")]

    def __str__(self):
        return f"{self.release_id} {self.report_id} {self.told}"


def standing_changes():
    """State changes that told a sender of a changed SOP, but for those whose release was lost."""
    answers = ReleaseAnswer.objects.filter(report=OuterRef("report"))
    lost = Exists(answers.filter(told=State.REOPENED)) & ~Exists(answers.filter(told=State.CHANGED))
    return StateChange.objects.filter(after=State.CHANGED).exclude(lost)
