"""Whom to call for an SOP, in a district, a province or the whole country."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import TaggedItemBase

from sop_site.officers import roles
from sop_site.officers.models import District, Province

from ..phones import international
from .pages import SectionPage, SOPTag
from .rendered import RenderedSOP
from .sops import SOP
from .values import ReferenceValue

VALUE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class ContactQuerySet(models.QuerySet):
    def for_place(self, district: str = "", province: str = ""):
        """Those that serve this place (codes; "" for none): its own, its province's, national."""
        here = Q(level=Contact.Level.NATIONAL)
        if province:
            here |= Q(level=Contact.Level.PROVINCE, province_id=province)
        if district:
            here |= Q(level=Contact.Level.DISTRICT, district_id=district)
        return self.filter(here)

    def for_sop(self, sop_id: int, district: str = "", province: str = ""):
        """Whom to call for this SOP here, the nearest first; the hotline is always the last.

        Of two that are as near, the one named for the SOP comes before one for its topic, and that
        before one for its whole section. One query, deputies and fall-backs included.
        """
        this = models.OuterRef("pk")
        named = Contact.sops.through.objects.filter(contact_id=this, sop_id=sop_id)
        tags = SOPTag.objects.filter(content_object__sop_id=sop_id).values("tag")
        topic = ContactTag.objects.filter(content_object_id=this, tag__in=tags)
        section = RenderedSOP.objects.filter(sop_id=sop_id, task=models.OuterRef("task"))
        return (
            self.for_place(district, province)
            .annotate(
                is_named=models.Exists(named),
                has_topic=models.Exists(topic),
                has_section=models.Exists(section),
            )
            .filter(
                Q(is_named=True) | Q(has_topic=True) | Q(has_section=True) | Q(key=Contact.HOTLINE)
            )
            .select_related("deputy", "fallback")
            .nearest_first("-is_named", "-has_topic")
        )

    def editable_by(self, person):
        """Those that this person may edit: LSSO all, a coordinator those of the own province."""
        if person.is_superuser or person.has_role(roles.REVIEWER, roles.ADMIN):
            return self
        if not person.has_role(roles.COORDINATOR):
            return self.none()
        return self.filter(province_id=person.province_id) if person.province_id else self.none()

    def nearest_first(self, *then: str):
        """District, province, national; the hotline last of all."""
        distance = models.Case(
            models.When(key=Contact.HOTLINE, then=3),
            models.When(level=Contact.Level.DISTRICT, then=0),
            models.When(level=Contact.Level.PROVINCE, then=1),
            default=2,
        )
        return self.order_by(distance, *then, "key")


class ContactTag(TaggedItemBase):
    content_object = models.ForeignKey(
        "sop_pages.Contact", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("topic of a contact")
        verbose_name_plural = _("topics of contacts")


class Contact(models.Model):
    """A unit with a telephone, for SOPs by name, by topic (their tags) or by section (`task`).

    Numbers of samples are invented: the page says so, and links none. `phone` may be a number or
    the name of a reference value between braces ({hotline}). A district's contact has the
    province of its district.
    """

    HOTLINE = "lsso-hotline"

    class Level(models.TextChoices):
        NATIONAL = "national", _("national")
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")

    key = models.SlugField(
        _("key"),
        max_length=60,
        unique=True,
        help_text=_("Its name in spreadsheets and addresses, such as p06-claims. It stays."),
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    province = models.ForeignKey(
        Province, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("province")
    )
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("district")
    )
    unit_lo = models.CharField(_("unit in Lao"), max_length=200)
    unit_en = models.CharField(_("unit in English"), max_length=200)
    role_lo = models.CharField(_("for what, in Lao"), max_length=200, blank=True)
    role_en = models.CharField(_("for what, in English"), max_length=200, blank=True)
    phone = models.CharField(
        _("phone"), max_length=30, help_text=_("Such as 020 5555 1234, 1508 or {hotline}.")
    )
    whatsapp = models.BooleanField(
        _("WhatsApp"), default=False, help_text=_("Can be written to on WhatsApp.")
    )
    hours_lo = models.CharField(_("hours in Lao"), max_length=150, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=150, blank=True)
    sops = models.ManyToManyField(
        SOP,
        blank=True,
        related_name="contacts",
        verbose_name=_("SOPs"),
        help_text=_("For which SOPs it is called."),
    )
    task = models.CharField(
        _("section"),
        max_length=20,
        blank=True,
        choices=SectionPage.Task.choices,
        help_text=_("For all SOPs of this section."),
    )
    topics = TaggableManager(
        through=ContactTag,
        blank=True,
        verbose_name=_("topics"),
        help_text=_("For all SOPs with one of these tags."),
    )
    deputy = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputy_of",
        verbose_name=_("deputy"),
    )
    fallback = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="fallback_of",
        verbose_name=_("if nobody answers"),
    )
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    sample = models.BooleanField(
        _("sample"),
        default=False,
        help_text=_("The number is invented: officers are told not to call it."),
    )
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="national", province__isnull=True, district__isnull=True)
                | Q(level="province", province__isnull=False, district__isnull=True)
                | Q(level="district", district__isnull=False),
                name="contact_stands_where_its_level_says",
            )
        ]

    def __str__(self):
        return self.unit_en

    def save(self, *args, **kwargs):
        self.settle_place()
        super().save(*args, **kwargs)

    def settle_place(self) -> None:
        """A district lies in one province: the two can't disagree."""
        if self.district_id:
            self.province_id = self.district.province_id

    def clean(self):
        errors = self._faults_of_place()
        if fault := fault_of_phone(self.phone):
            errors["phone"] = fault
        for name in ("deputy", "fallback"):
            if self.pk and getattr(self, f"{name}_id") == self.pk:
                errors[name] = _("A contact can't stand in for itself.")
        if errors:
            raise ValidationError(errors)

    def _faults_of_place(self) -> dict:
        if self.level == self.Level.DISTRICT and not self.district_id:
            return {"district": _("Choose the district.")}
        if self.level == self.Level.PROVINCE and not self.province_id:
            return {"province": _("Choose the province.")}
        if self.level != self.Level.DISTRICT and self.district_id:
            return {"district": _("Only a contact of the level “district” has one.")}
        if self.level == self.Level.NATIONAL and self.province_id:
            return {"province": _("A contact for the whole country has no province.")}
        if self.district_id and self.province_id not in (None, self.district.province_id):
            return {"province": _("The district lies in another province.")}
        return {}

    @property
    def here(self) -> str:
        """The unit in the language that is shown."""
        return self.said("unit", get_language() or "lo")

    def place(self) -> str:
        """Where it serves, in the language that is shown."""
        return str(self.district or self.province or self.get_level_display())

    def said(self, field: str, language: str) -> str:
        """unit, role or hours in this language, else in the other."""
        other = "lo" if language == "en" else "en"
        return getattr(self, f"{field}_{language}") or getattr(self, f"{field}_{other}")


def fault_of_phone(written: str) -> str:
    """Why this can't be called, in one sentence, or "". One query for a reference value."""
    named = VALUE.fullmatch(written.strip())
    if named:
        known = ReferenceValue.objects.filter(key=named[1]).exists()
        return "" if known else _("There is no reference value {%(key)s}.") % {"key": named[1]}
    if international(written):
        return ""
    return _("“%(phone)s” is no phone number; write it such as 020 5555 1234.") % {"phone": written}
