"""A quiz: which questions, how many times, until when, and what is shown afterwards."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, F, FilteredRelation, Q, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from .pools import Pool
from .programmes import Module
from .questions import Question
from .stories import Story

MOST_MINUTES = 60 * 24 * 60  # sixty days


class Review(models.TextChoices):
    """When the right answers and the feedback may be seen."""

    AFTER_EACH = "after_each", _("after each question")
    AFTER_ATTEMPT = "after_attempt", _("after handing in")
    AFTER_CLOSE = "after_close", _("after the quiz has closed")


class QuizQuerySet(models.QuerySet):
    def listed(self):
        """Those that officers may know of."""
        return self.filter(state=Quiz.State.READY)

    def for_person(self, user):
        """Each with what an exception gives this person, null without one: `own_closes_at`,
        `own_minutes`, `own_attempts`. In the same query, for the database holds one a person."""
        return self.annotate(
            own=FilteredRelation("overrides", condition=Q(overrides__officer=user)),
            own_closes_at=F("own__closes_at"),
            own_minutes=F("own__extra_minutes"),
            own_attempts=F("own__extra_attempts"),
        )


class Quiz(ClusterableModel):
    """What officers take. A change never touches attempts that are already drawn."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        ASSESSED = "assessed", _("Assessed")

    class Form(models.TextChoices):
        NONE = "none", _("stands alone")
        BEFORE = "before", _("Before the workshop")
        AFTER = "after", _("After the workshop")

    class Late(models.TextChoices):
        PHONE = "phone", _("count when the phone made them before the close")
        ASK = "ask", _("wait for a trainer's yes")
        REFUSE = "refuse", _("don't count")

    class AfterTime(models.TextChoices):
        LATE = "late", _("count, and are marked late")
        NOTHING = "nothing", _("don't count")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        READY = "ready", _("ready")
        RETIRED = "retired", _("retired")

    slug = models.SlugField(
        _("address"), unique=True, help_text=_("Small letters, digits and dashes, such as m1.")
    )
    title_lo = models.CharField(_("title in Lao"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    about_lo = models.TextField(_("what it is, in Lao"), blank=True, max_length=600)
    about_en = models.TextField(_("what it is, in English"), blank=True, max_length=600)
    module = models.ForeignKey(
        Module,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quizzes",
        verbose_name=_("module"),
        help_text=_("Its before, after or practice quiz. Empty: it stands alone."),
    )
    kind = models.CharField(
        _("practice or assessed"), max_length=8, choices=Kind.choices, default=Kind.PRACTICE
    )
    form = models.CharField(
        _("before or after"), max_length=6, choices=Form.choices, default=Form.NONE
    )
    pair = models.CharField(
        _("pair"),
        max_length=40,
        blank=True,
        help_text=_("The before and the after quiz of a pair hold the same word here."),
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, percent"),
        default=80,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as often as one likes."),
    )
    wait_minutes = models.PositiveIntegerField(
        _("minutes between two attempts"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
        help_text=_("Counted from the hand-in. Empty: the next may begin at once."),
    )
    time_limit = models.PositiveIntegerField(
        _("minutes for an attempt"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
        help_text=_("Counted from the start. Empty: no limit."),
    )
    after_time = models.CharField(
        _("answers after this time"),
        max_length=7,
        choices=AfterTime.choices,
        default=AfterTime.LATE,
    )
    review = models.CharField(
        _("answers are shown"),
        max_length=13,
        choices=Review.choices,
        default=Review.AFTER_ATTEMPT,
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    late_answers = models.CharField(
        _("answers that arrive after the close"),
        max_length=6,
        choices=Late.choices,
        default=Late.PHONE,
        help_text=_(
            "Made without a connection and sent later. The phone's clock is believed only where "
            "it agrees with ours."
        ),
    )
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=True)
    shuffle_options = models.BooleanField(_("shuffle the options"), default=True)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["module__position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "form"],
                condition=Q(form__in=["before", "after"]) & ~Q(state="retired"),
                name="one_before_and_after_quiz_a_module",
                violation_error_message=_(
                    "The module has such a quiz already: retire that one first."
                ),
            ),
            models.UniqueConstraint(
                fields=["pair", "form"],
                condition=~Q(pair=""),
                name="one_quiz_a_form_of_a_pair",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__lte=100), name="pass_mark_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opens_at__lt=F("closes_at")),
                name="quiz_opens_before_it_closes",
                violation_error_message=_("A quiz must open before it closes."),
            ),
            models.CheckConstraint(
                condition=~Q(review=Review.AFTER_CLOSE) | Q(closes_at__isnull=False),
                name="review_after_close_has_a_close",
                violation_error_message=_("Say when the quiz closes, or show the answers earlier."),
            ),
            models.CheckConstraint(
                condition=Q(time_limit__isnull=True) | Q(time_limit__gte=1),
                name="time_limit_is_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="assessed") | ~Q(review=Review.AFTER_EACH),
                name="assessed_quiz_hides_its_key",
                violation_error_message=_("An assessed quiz can't show answers between questions."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_lo

    @property
    def about(self) -> str:
        return self.about_en if get_language() == "en" else self.about_lo

    def has_opened(self, now=None) -> bool:
        return self.opens_at is None or self.opens_at <= (now or timezone.now())

    def has_closed(self, now=None) -> bool:
        """Whether no answer is taken any more: past its time, or taken out of use."""
        late = self.closes_at is not None and self.closes_at <= (now or timezone.now())
        return late or self.state == self.State.RETIRED

    def ends_at(self, started_at):
        """When the time of an attempt that begins then is up; None without a limit."""
        return started_at + timedelta(minutes=self.time_limit) if self.time_limit else None

    def is_open(self, now=None) -> bool:
        return self.state == self.State.READY and self.has_opened(now) and not self.has_closed(now)


class QuizSlotQuerySet(models.QuerySet):
    def questions(self) -> int:
        """How many questions these places ask, as it is now. One query."""
        of_case = Q(story__questions__state="ready", story__state="ready")
        asked = Case(
            When(story__isnull=False, then=Count("story__questions", filter=of_case)),
            default=F("count"),
            output_field=models.IntegerField(),
        )
        rows = self.order_by().values("pk").annotate(asked=asked)
        return sum(rows.values_list("asked", flat=True))


class QuizSlot(models.Model):
    """A place in a quiz: one fixed question, or `count` drawn from a pool (with all these tags), or
    a case, whose questions stay together and share the marks."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"story__isnull": True},
        related_name="slots",
        verbose_name=_("question"),
    )
    pool = models.ForeignKey(
        Pool,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("or drawn from"),
    )
    story = models.ForeignKey(
        Story,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name=_("or a case"),
    )
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    tags = models.JSONField(_("with all these tags"), default=list, blank=True)
    marks = models.DecimalField(
        _("marks"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )

    objects = QuizSlotQuerySet.as_manager()

    # The name that Wagtail's orderable panels expect of the column that keeps the order.
    sort_order_field = "position"

    class Meta:
        verbose_name = _("place in the quiz")
        verbose_name_plural = _("places in the quiz")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "question"], name="one_slot_a_question"),
            models.UniqueConstraint(fields=["quiz", "story"], name="one_slot_a_story"),
            models.CheckConstraint(
                condition=Q(question__isnull=False, pool__isnull=True, story__isnull=True, count=1)
                | Q(question__isnull=True, pool__isnull=False, story__isnull=True, count__gte=1)
                | Q(question__isnull=True, pool__isnull=True, story__isnull=False, count=1),
                name="slot_is_fixed_drawn_or_a_case",
                violation_error_message=_(
                    "Choose one question, or a case, or a pool and how many."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.quiz_id} {self.position}"
