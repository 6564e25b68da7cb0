"""A workshop: one run of a programme, somewhere, on some days, with its trainers."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sop_site.officers import roles
from sop_site.officers.models import District, Province

from .programmes import Programme, Titled

SEES_ALL = (roles.REVIEWER, roles.LEAD, roles.ADMIN)
JOIN_CODE = 6  # letters


def sees_all(user) -> bool:
    return user.is_superuser or user.has_role(*SEES_ALL)


class Cohort(Titled):
    """Officers who are trained together, in one workshop or in several places at once."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Such as 2026-a."))
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-code"]


class WorkshopQuerySet(models.QuerySet):
    def known_to(self, user):
        """The workshops that this person may see as staff.

        | role | sees |
        |---|---|
        | reviewer, lead, admin | all |
        | trainer | the own ones |
        | coordinator | those in which officers of the own province are enrolled |
        | anyone else | none (officers have "my path") |
        """
        if sees_all(user):
            return self
        mine = Q(pk__in=[])
        if user.has_role(roles.TRAINER):
            mine |= Q(Exists(led_by(user)))
        if user.has_role(roles.COORDINATOR) and user.province_id:
            people = self.model.enrolments.rel.related_model.objects.filter(
                workshop=OuterRef("pk"), officer__province=user.province_id
            )
            mine |= Q(Exists(people))
        return self.filter(mine)

    def run_by(self, user):
        """Those that this person may change: a trainer the own ones, an administrator all."""
        if user.is_superuser or user.has_role(roles.ADMIN):
            return self
        if user.has_role(roles.TRAINER):
            return self.filter(Exists(led_by(user)))
        return self.none()

    def joinable(self, now=None):
        """Those whose join code is taken now."""
        return self.filter(
            state=Workshop.State.OPEN,
            join_code__isnull=False,
            join_until__gt=now or timezone.now(),
        )


# An attempt begun this long before the first day, or after the last, is of this run.
BEFOREHAND, AFTERWARDS = timedelta(days=30), timedelta(days=90)


def led_by(user):
    """Rows that say "this person is a trainer of that workshop", for Exists."""
    return Workshop.trainers.through.objects.filter(workshop=OuterRef("pk"), user=user)


class Workshop(Titled):
    """A run of a programme. It is planned, then open (people join, are noted present), then closed.

    The join code is there from the moment a trainer shows it until `join_until`, while it is open.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="workshops", verbose_name=_("programme")
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("cohort"),
    )
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="workshops", verbose_name=_("province")
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("district"),
    )
    venue = models.CharField(_("where exactly"), max_length=120, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="workshops_led", verbose_name=_("trainers")
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PLANNED)
    join_code = models.CharField(  # noqa: DJ001 no code yet
        max_length=JOIN_CODE, unique=True, null=True, editable=False
    )
    join_until = models.DateTimeField(null=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="workshop_starts_before_it_ends",
                violation_error_message=_("The last day can't be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(join_code__isnull=True, join_until__isnull=True)
                | Q(join_code__isnull=False, join_until__isnull=False),
                name="join_code_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(join_code__isnull=True),
                name="closed_workshop_has_no_join_code",
            ),
        ]

    @property
    def place(self) -> str:
        """Province, district and house, as far as they are known, in the language shown."""
        places = [self.venue, self.district and self.district.name, self.province.name]
        return ", ".join(str(part) for part in places if part)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def holds(self, attempt) -> bool:
        """Whether an attempt at one of its quizzes was begun for this run: not long before its
        first day, nor long after its last."""
        day = timezone.localdate(attempt.started_at)
        return self.starts_on - BEFOREHAND <= day <= self.ends_on + AFTERWARDS

    def takes_join_code(self, now=None) -> bool:
        """Whether its join code, if it has one, is taken now."""
        lasts = self.join_until is not None and self.join_until > (now or timezone.now())
        return self.is_open and lasts
