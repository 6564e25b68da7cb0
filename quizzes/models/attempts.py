"""An attempt: drawn once, answered piece by piece, handed in once."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sop_site.officers import roles
from sop_site.officers.models import District

from ..percents import percent
from .enrolments import Enrolment
from .questions import Question
from .quizzes import Quiz, QuizSlot
from .stories import StoryVersion
from .versions import QuestionVersion
from .workshops import AFTERWARDS, BEFOREHAND

# Thirds are kept as 0.3333333: what is stored counts, in the total as well.
MARK = {"max_digits": 12, "decimal_places": 7}

# An answer given in the last second still has to travel.
GRACE = timedelta(seconds=30)


# The time has ended it; its holder hasn't handed it in, and answers may still lie on a phone.
AWAITS_HAND_IN = Q(ended_by_time=True, hand_in_sequence__isnull=True)


class AttemptQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=Attempt.State.OPEN)

    def handed_in(self):
        return self.filter(state=Attempt.State.HANDED_IN)

    def overdue(self, now=None):
        """Those that are open though their hard end, and what the network may take, has gone by."""
        return self.open().filter(ends_hard=True, ends_at__lt=(now or timezone.now()) - GRACE)

    def within(self, workshop):
        """Those that were begun for this run: `Workshop.holds`, as a condition."""
        first, last = workshop.starts_on - BEFOREHAND, workshop.ends_on + AFTERWARDS
        return self.filter(started_at__date__gte=first, started_at__date__lte=last)

    def unfinished(self):
        """Those of which the holder's hand-in hasn't come: open, or ended by the time alone. Until
        then nothing else may tell the key of what they ask."""
        return self.filter(Q(state=Attempt.State.OPEN) | AWAITS_HAND_IN)

    def with_codes(self, codes):
        """Those that one of these receipt codes stands for: the phone's, shown before anything was
        sent, or ours, given when the hand-in came."""
        known = {code for code in codes if code}
        return self.filter(Q(phone_code__in=known) | Q(receipt__in=known))

    def results_for(self, user):
        """The attempts whose results this person may see as staff.

        | role | sees |
        |---|---|
        | reviewer, lead, admin | all |
        | coordinator, trainer | those of officers of their own province |
        | trainer | those at the modules of the own workshops, of the officers enrolled there |
        | anyone else | none (own attempts have pages of their own) |
        """
        if user.is_superuser or user.has_role(roles.REVIEWER, roles.LEAD, roles.ADMIN):
            return self
        seen = Q(pk__in=[])
        if user.has_role(roles.TRAINER, roles.COORDINATOR) and user.province_id:
            seen |= Q(officer__province=user.province_id)
        if user.has_role(roles.TRAINER):
            enrolled = Enrolment.objects.filter(
                officer=OuterRef("officer"),
                workshop__programme=OuterRef("quiz__module__programme"),
                workshop__trainers=user,
            )
            seen |= Q(Exists(enrolled))
        return self.filter(seen)


class Attempt(models.Model):
    """One officer taking one quiz once.

    What was drawn (versions, order, options' order) stands in its responses, made with it; the
    values, the pass mark and the seed are copied, so that nothing edited later changes it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HANDED_IN = "handed_in", _("handed in")

    class Channel(models.TextChoices):
        SCREEN = "screen", _("on a screen")
        PAPER = "paper", _("on paper")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.SCREEN)
    # The district of that day: figures stay where they were made when an officer moves.
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, related_name="attempts"
    )
    seed = models.PositiveBigIntegerField()
    values = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="lo")
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    # When its time is up, as the quiz said at the start; null without a limit.
    ends_at = models.DateTimeField(null=True)
    ends_hard = models.BooleanField(default=False)
    # Handed in by the hard end, not by its holder (quizzes/ending.py).
    ended_by_time = models.BooleanField(default=False)
    # Where an exception gives this officer another close than the quiz (quizzes/overriding.py).
    own_close = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    time_trust = models.CharField(max_length=7, blank=True)
    hand_in_sequence = models.PositiveBigIntegerField(null=True)
    # From then on the key is known to the officer: late answers are no longer counted.
    seen_at = models.DateTimeField(null=True)
    mark = models.DecimalField(null=True, **MARK)
    out_of = models.DecimalField(null=True, **MARK)
    passed = models.BooleanField(null=True)
    critical_missed = models.BooleanField(default=False)
    rule = models.CharField(max_length=30, blank=True)
    receipt = models.CharField(max_length=16, unique=True, null=True)  # noqa: DJ001 no code yet
    # What the phone showed at the hand-in, before it was sent (quizzes/hand_in_codes.py).
    phone_code = models.CharField(max_length=12, blank=True, db_index=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at"]
        permissions = [("view_results", _("Can see the results of others"))]
        indexes = [
            models.Index(fields=["quiz", "state", "district"], name="attempt_quiz_state"),
            models.Index(fields=["officer", "state"], name="attempt_officer_state"),
            models.Index(
                fields=["ends_at"],
                condition=Q(state="open", ends_hard=True),
                name="attempt_ends_by_itself",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "officer", "number"], name="one_attempt_a_number"
            ),
            models.UniqueConstraint(
                fields=["quiz", "officer"],
                condition=Q(state="open"),
                name="one_open_attempt_an_officer",
            ),
            models.CheckConstraint(
                condition=Q(state="open", handed_in_at__isnull=True, mark__isnull=True)
                | Q(state="handed_in", handed_in_at__isnull=False, mark__isnull=False),
                name="handed_in_attempt_has_a_mark",
            ),
        ]

    def __str__(self):
        return f"{self.quiz_id} {self.officer_id} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def awaits_hand_in(self) -> bool:
        """Whether the time has ended it, and its holder's own hand-in hasn't come."""
        return self.ended_by_time and self.hand_in_sequence is None

    @property
    def codes(self) -> set[str]:
        """Its receipt codes: the phone's and ours, as far as there are any."""
        return {code for code in (self.phone_code, self.receipt) if code}

    def is_overdue(self, now=None) -> bool:
        return self.is_open and self.ends_hard and self.time_is_up(now)

    @property
    def is_on_paper(self) -> bool:
        return self.channel == self.Channel.PAPER

    @property
    def done_at(self):
        """When its holder was done with it: what stands on paper was typed in later."""
        return self.claimed_at if self.is_on_paper else self.handed_in_at

    @property
    def closes_at(self):
        return self.own_close or self.quiz.closes_at

    def has_closed(self, now=None) -> bool:
        """Whether no answer of this officer is taken any more."""
        if self.own_close is None or self.quiz.state == Quiz.State.RETIRED:
            return self.quiz.has_closed(now)
        return self.own_close <= (now or timezone.now())

    def time_is_up(self, now=None) -> bool:
        """Whether its time, and what the network may take, has gone by."""
        return self.ends_at is not None and self.ends_at + GRACE < (now or timezone.now())

    def takes_answers(self, now=None) -> bool:
        """Whether what is given at this moment counts, late or not."""
        return not self.has_closed(now) and not (self.ends_hard and self.time_is_up(now))

    @property
    def percent(self) -> Decimal:
        """The mark as a percentage of what could be had, 0 when there was nothing to be had."""
        return percent(self.mark, self.out_of)


class Response(models.Model):
    """One question as it was drawn for an attempt, and the last answer given to it.

    `answer` is what the phone sent (offline.md's `response`), null while nothing was given. The
    last write is the one with the highest `sequence`.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField()
    slot = models.ForeignKey(
        QuizSlot, on_delete=models.SET_NULL, null=True, related_name="responses"
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="responses")
    # Of a question of a case: the story as it was asked.
    story_version = models.ForeignKey(
        StoryVersion, on_delete=models.PROTECT, null=True, related_name="responses"
    )
    option_order = models.JSONField(default=list)
    # Of a computed question: {name: number as text}, drawn with it.
    numbers = models.JSONField(default=dict)
    critical = models.BooleanField(default=False)
    out_of = models.DecimalField(**MARK)
    answer = models.JSONField(null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    item_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    time_trust = models.CharField(max_length=7, blank=True)
    over_time = models.BooleanField(default=False)
    mark = models.DecimalField(null=True, **MARK)
    rule = models.CharField(max_length=30, blank=True)
    # The version whose key counts, where a key was corrected after this one was asked.
    marked_by = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, null=True, related_name="marked"
    )

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_response_a_position"),
            models.UniqueConstraint(fields=["attempt", "question"], name="one_response_a_question"),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__gte=0, mark__lte=models.F("out_of")),
                name="mark_within_what_is_to_be_had",
            ),
        ]

    def __str__(self):
        return f"{self.attempt_id} {self.position}"

    @property
    def key_version(self) -> QuestionVersion:
        """The version by whose key the answer is marked."""
        return self.marked_by or self.version

    @property
    def is_answered(self) -> bool:
        """Whether something was given: an emptied field or no box ticked is no answer."""
        return self.answer not in (None, "", [])

    @property
    def is_right(self) -> bool:
        return self.mark is not None and self.mark == self.out_of
