"""A quiz on paper: what was printed, in which versions, and what was typed in from each sheet."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .attempts import MARK, Attempt, Response
from .questions import Question
from .quizzes import Quiz, QuizSlot
from .stories import StoryVersion
from .versions import QuestionVersion

LETTERS = "ABCDEF"  # of the versions that are printed together


class PaperPrint(models.Model):
    """Sheets that were made at one time, in one language. The pass mark is printed on them, so a
    quiz that is changed later leaves them as they are."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="paper_prints")
    language = models.CharField(_("language"), max_length=2)
    pass_mark = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="paper_prints"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("print of a quiz")
        verbose_name_plural = _("prints of quizzes")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.quiz_id} {self.made_at}"

    @property
    def language_name(self) -> str:
        return dict(settings.LANGUAGES)[self.language]


class PaperVersion(models.Model):
    """One draw of the quiz, as an attempt is drawn; many sheets may carry it."""

    paper = models.ForeignKey(PaperPrint, on_delete=models.CASCADE, related_name="versions")
    letter = models.CharField(max_length=1)
    seed = models.PositiveBigIntegerField()
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("version of a print")
        verbose_name_plural = _("versions of a print")
        ordering = ["paper", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "letter"], name="one_paper_version_a_letter")
        ]

    def __str__(self):
        return f"{self.paper_id} {self.letter}"


class PaperQuestion(models.Model):
    """A question as it stands on the sheets of one version: what a Response is to an attempt."""

    paper_version = models.ForeignKey(
        PaperVersion, on_delete=models.CASCADE, related_name="questions"
    )
    position = models.PositiveSmallIntegerField()
    slot = models.ForeignKey(QuizSlot, on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    story_version = models.ForeignKey(
        StoryVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    option_order = models.JSONField(default=list)
    numbers = models.JSONField(default=dict)
    critical = models.BooleanField(default=False)
    out_of = models.DecimalField(**MARK)

    class Meta:
        verbose_name = _("question on paper")
        verbose_name_plural = _("questions on paper")
        ordering = ["paper_version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper_version", "position"], name="one_paper_question_a_position"
            )
        ]

    def __str__(self):
        return f"{self.paper_version_id} {self.position}"

    def as_response(self) -> Response:
        """A Response as it was drawn, not saved and of no attempt yet."""
        names = ("position", "slot", "question", "version", "story_version")
        names += ("option_order", "numbers")
        copied = {name: getattr(self, name) for name in names}
        return Response(**copied, critical=self.critical, out_of=self.out_of)


class PaperSheet(models.Model):
    """One sheet in somebody's hands. `number` counts within the quiz, `code` is its own among all
    sheets of all quizzes; `attempt` is there once it was typed in."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="paper_sheets")
    paper_version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12, unique=True)
    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, null=True, related_name="paper_sheet"
    )

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ["quiz", "number"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "number"], name="one_sheet_a_number_and_quiz")
        ]

    def __str__(self):
        return f"{self.quiz_id} {self.number}"


class PaperEntry(models.Model):
    """What was typed in from a sheet at one time. A correction is the next entry: the newest one
    holds, and none is changed. `answers` are as responses keep them, in the sheet's order."""

    sheet = models.ForeignKey(PaperSheet, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveSmallIntegerField()
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.JSONField(default=list)
    # The time that stands on the sheet: what the officer or the trainer wrote there.
    written_at = models.DateTimeField()
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    typed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry from a sheet")
        verbose_name_plural = _("entries from sheets")
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"], name="one_entry_a_sheet_and_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="entries_count_from_one"),
        ]

    def __str__(self):
        return f"{self.sheet_id} {self.number}"
