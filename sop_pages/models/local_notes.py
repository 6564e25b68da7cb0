"""Local notes: how a step is done in one province or district, and who did what with them."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from sop_site.officers.models import District, Province

from .releases import Release
from .sops import Step

DECIDES = "sop_pages.decide_localnote"
ADOPTS = "sop_pages.adopt_localnote"  # LSSO: whoever adopts notes decides on all of them


def _holds(person, permission: str) -> Exists:
    """Whether this person has a permission by a group, asked within another query."""
    _app, codename = permission.split(".")
    found = Permission.objects.filter(codename=codename, group__user=person.pk)
    return Exists(found.filter(content_type__app_label="sop_pages"))


class LocalNoteQuerySet(models.QuerySet):
    def shown_on(self, day: date):
        """Those that stand beneath their step on this day."""
        return self.filter(state__in=LocalNote.SHOWN, expires_on__gte=day, in_release=None)

    def for_reader(self, person):
        """Those of the person's place; a coordinator's province, everything for LSSO. No query of
        its own where the person's roles are known."""
        if person.is_superuser:
            return self
        mine = Q(province=person.province_id, district=None) | Q(district=person.district_id or "-")
        if not person.enters_cms:  # decides on no note: most readers, spared the dear question
            return self.filter(mine)
        whole_province = Q(province=person.province_id) & Q(_holds(person, DECIDES))
        return self.filter(mine | whole_province | Q(_holds(person, ADOPTS)))

    def for_decider(self, person):
        """Those on which this person may decide: a coordinator's province, all for LSSO."""
        if person.has_perm(ADOPTS):
            return self
        if person.has_perm(DECIDES) and person.province_id:
            return self.filter(province=person.province_id)
        return self.none()

    def waiting(self):
        return self.filter(state=LocalNote.State.PROPOSED)

    def changed(self, day: date):
        """Shown, but their step was changed since somebody looked at them."""
        return self.shown_on(day).exclude(changed_in=None)

    def with_news(self):
        """Those with an answer that the writer has not seen."""
        unseen = Q(seen_at=None) | Q(seen_at__lt=F("news_at"))
        return self.filter(unseen, news_at__isnull=False)

    def for_rows(self):
        return self.select_related(
            "step__sop", "province", "district", "owner", "changed_in", "in_release"
        )


class LocalNote(models.Model):
    """“How we do it here”: a text beneath a step, for one province or one of its districts.

    It changes no rule. `looked_in` is the release with which somebody last compared it; where the
    step reads otherwise since, `changed_in` is the release that did it. `in_release` is the release
    that took the text over: from then on the step itself says it. It ends by itself after
    `expires_on`.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ADOPTED = "adopted", _("taken over by LSSO")

    SHOWN = (State.APPROVED, State.ADOPTED)

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="local_notes")
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("province")
    )
    district = models.ForeignKey(
        District,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("district"),
    )
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="local_notes",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"))
    received_at = models.DateTimeField(_("received"))
    item = models.UUIDField(null=True, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("answers for it"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    looked_in = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")
    changed_in = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")
    in_release = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")
    news_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(_("sample"), default=False)

    objects = LocalNoteQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("local note")
        verbose_name_plural = _("local notes")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("decide_localnote", "Can approve local notes of the own province"),
            ("adopt_localnote", "Can approve local notes of all places and adopt them"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "adopted"]) | Q(expires_on__isnull=False),
                name="shown_note_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="refused_note_has_a_reason"
            ),
            # Who approves is never who wrote it; a database remembers it when code forgets.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(proposer__isnull=True)
                | ~Q(decided_by=F("proposer")),
                name="note_is_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["step", "state"], name="note_by_step")]

    def __str__(self):
        return f"{self.step_id} {self.place_code}"

    def save(self, *args, **kwargs):
        # A district lies in one province: the two can't disagree.
        if self.district_id:
            self.province_id = self.district.province_id
        super().save(*args, **kwargs)

    @property
    def place_code(self) -> str:
        return self.district_id or self.province_id

    @property
    def place_name(self) -> str:
        return (self.district or self.province).name

    @property
    def has_ended(self) -> bool:
        """Whether its day is over."""
        return self.expires_on is not None and self.expires_on < localdate()

    @property
    def is_shown(self) -> bool:
        return self.state in self.SHOWN and not self.has_ended and self.in_release_id is None

    @property
    def has_news(self) -> bool:
        return self.news_at is not None and (self.seen_at is None or self.seen_at < self.news_at)


class LocalNoteDeed(models.Model):
    """One deed on a note. Database triggers refuse change and deletion.

    Who did it is a number, not a foreign key: entries outlive people.
    """

    class Deed(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("not approved")
        KEPT = "kept", _("looked at again, still right")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ADOPTED = "adopted", _("taken over by LSSO")
        STEP_CHANGED = "changed", _("the step was changed")
        IN_RELEASE = "released", _("stands in the SOP")

    note = models.ForeignKey(LocalNote, on_delete=models.DO_NOTHING, related_name="deeds")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("deed on a local note")
        verbose_name_plural = _("deeds on local notes")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.note_id} {self.deed}"
