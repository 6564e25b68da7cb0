"""Read and acknowledge: whom a release asks to confirm that they read it, and who did."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from sop_site.officers.models import District, Province, User

from .releases import Release
from .retirements import Retirement


class AcknowledgementRequestQuerySet(models.QuerySet):
    def due_from(self, day: date):
        """Those that ask by this day: their release holds, was not taken back, nor its SOP
        retired."""
        retired = Retirement.objects.on(day).values("sop")
        asking = self.filter(release__ended=Release.Ended.NO, release__effective_from__lte=day)
        return asking.exclude(release__sop__in=retired).order_by(
            "release__sop", "-release__major", "-release__minor"
        )

    def asking(self, person):
        """Those meant for a person of these roles at this place, as they are today."""
        everywhere = Q(provinces=None, districts=None)
        here = Q(provinces=person.province_id) if person.province_id else Q()
        if person.district_id:
            here |= Q(districts=person.district_id)
        places = everywhere | here if here else everywhere
        asked = self.filter(places, roles__user=person)
        return self.filter(pk__in=asked.values("pk")) if person.is_active else self.none()


class AcknowledgementRequest(models.Model):
    """A release asks people of these roles to confirm it by a day; without places: everywhere.

    Whoever confirmed this release or a later one of its SOP has answered it. People count by the
    place and roles that they have now.
    """

    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, related_name="acknowledgement_request"
    )
    roles = models.ManyToManyField(Group, verbose_name=_("roles"))
    provinces = models.ManyToManyField(Province, blank=True, verbose_name=_("provinces"))
    districts = models.ManyToManyField(District, blank=True, verbose_name=_("districts"))
    due = models.DateField(_("confirm by"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)

    objects = AcknowledgementRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to acknowledge")
        verbose_name_plural = _("requests to acknowledge")
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"{self.release} ({self.due})"

    @property
    def is_overdue(self) -> bool:
        return self.due < localdate()

    def answers(self):
        """The acknowledgements that answer it: of its release or of a later one that stands."""
        release = self.release
        later = Q(release__major__gt=release.major) | Q(
            release__major=release.major, release__minor__gte=release.minor
        )
        return Acknowledgement.objects.standing().filter(later, release__sop=release.sop_id)

    def people(self):
        """Who is asked, each with `confirmed`: whether they have answered."""
        asked = User.objects.filter(is_active=True, groups__in=self.roles.all())
        if self.provinces.exists() or self.districts.exists():
            asked = asked.filter(
                Q(province__in=self.provinces.all()) | Q(district__in=self.districts.all())
            )
        answered = self.answers().filter(person=OuterRef("pk"))
        # Two roles of one person would make two rows.
        return User.objects.filter(pk__in=asked.values("pk")).annotate(confirmed=Exists(answered))


class AcknowledgementQuerySet(models.QuerySet):
    def standing(self):
        """Of releases that were not taken back: what was confirmed of an error counts no more."""
        return self.filter(release__ended=Release.Ended.NO)

    def in_order(self):
        """The latest release first, SOP by SOP."""
        return self.order_by("release__sop", "-release__major", "-release__minor")


class Acknowledgement(models.Model):
    """A person's word: I have read this release. `language` is the one that was on the screen,
    `compared_with` the release from which the changes were shown there (None: the whole SOP).

    `confirmed_at` is when it was tapped, by the phone's clock where that can be trusted
    (`time_trust`), `received_at` when the server had it; `item` is the id of what was sent.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acknowledgements"
    )
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="acknowledgements")
    language = models.CharField(_("language"), max_length=2)
    compared_with = models.ForeignKey(
        Release, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"))
    received_at = models.DateTimeField(_("received"))
    time_trust = models.CharField(max_length=6, default="server")
    item = models.UUIDField(null=True, unique=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "release"], name="one_acknowledgement_a_release"
            )
        ]

    def __str__(self):
        return f"{self.release_id} {self.person_id}"
