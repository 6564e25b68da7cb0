"""An SOP as it is served: rendered when it is published, for each set of values that will hold."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Subquery

from .sops import SOP

CONTACTS_AT = "(SELECT MAX(updated_at) FROM sop_pages_contact) AS contacts_at"
# Notes that anybody sees beneath its steps, and such in a province.
NOTES = """
  SELECT 1 FROM sop_pages_localnote note JOIN sop_pages_step step ON step.id = note.step_id
  WHERE step.sop_id = sop_pages_renderedsop.sop_id AND note.expires_on >= %(day)s"""
FOR_A_PERSON = f"""
EXISTS ({NOTES}) AS has_notes,
EXISTS ({NOTES} AND note.province_id = %(province)s) AS has_notes_here,
(
  SELECT MAX(release.id) FROM sop_pages_acknowledgementrequest request
  JOIN sop_pages_release release ON release.id = request.release_id
  WHERE release.sop_id = sop_pages_renderedsop.sop_id AND release.ended = ''
) AS asked_for"""
IN_FORCE = """
SELECT *, {more} FROM sop_pages_renderedsop
WHERE language = %(language)s AND code = %(code)s AND holds_from <= %(day)s
ORDER BY holds_from DESC LIMIT 1
"""
FOR_A_STRANGER = IN_FORCE.format(more=CONTACTS_AT)
FOR_A_READER = IN_FORCE.format(more=f"{CONTACTS_AT}, {FOR_A_PERSON}")
WITH_CONTACTS = "SELECT {columns}, {contacts} FROM sop_pages_renderedsop"
HEAVY = {"body", "figures", "stranger_page", "stranger_gzip"}
ALWAYS = date(1970, 1, 1)  # of a copy that rests on no value with a known day


class RenderedSOPQuerySet(models.QuerySet):
    def in_force(self, language: str, code: str, day: date, person=None):
        """The copy that is read on this day, with a mark of the contacts' state; or None.

        For a person who is signed in also whether there are notes beneath its steps (`has_notes`;
        `has_notes_here`: of their province), and the last release that people are asked to confirm
        (`asked_for`, its primary key or None).

        One query: by language and code, the latest that holds. Written out, since every reader
        of the handbook passes here and building the query costs more than asking it.
        """
        asked = {"language": language, "code": code, "day": day}
        if person is not None and person.is_authenticated:
            sql, asked["province"] = FOR_A_READER, person.province_id or ""
        else:
            sql = FOR_A_STRANGER
        return next(iter(self.raw(sql, asked)), None)

    def with_contacts(self, pks=None):
        """Each copy, or each of these, with the mark that `in_force` gives; what is heavy is read
        when it is asked for."""
        fields = (field for field in self.model._meta.concrete_fields if field.name not in HEAVY)
        columns = ", ".join(field.column for field in fields)
        asked = WITH_CONTACTS.format(columns=columns, contacts=CONTACTS_AT)
        if pks is None:
            return self.raw(asked)
        places = ", ".join(["%s"] * len(pks)) or "NULL"
        return self.raw(f"{asked} WHERE id IN ({places})", list(pks))

    def listed(self, language: str, day: date):
        """One copy for each SOP in this language, as it is read on this day, by code; without
        those that are retired."""
        latest = (
            self.model.objects.filter(language=language, code=OuterRef("code"), holds_from__lte=day)
            .order_by("-holds_from")
            .values("pk")[:1]
        )
        found = self.filter(language=language, pk=Subquery(latest)).exclude(code__in=_retired(day))
        return found.defer("body", "stranger_page", "stranger_gzip").order_by("code")

    def retired(self, language: str, day: date):
        """The copies that say of an SOP that it is retired on this day, by code."""
        said = self.filter(language=language, holds_from__lte=day, code__in=_retired(day))
        said = said.exclude(retired="")
        return said.defer("body", "stranger_page", "stranger_gzip").order_by("code")

    def open_titles(self, language: str, day: date, codes) -> dict[str, str]:
        """The titles of those of these SOPs that everybody may read on this day, by code."""
        found = self.listed(language, day).filter(code__in=codes, restricted=False)
        return dict(found.values_list("code", "title"))

    def count_listed(self, language: str, day: date, **about) -> int:
        """How many `listed` gives; from the index alone, without looking each one up."""
        found = self.filter(language=language, holds_from__lte=day, **about)
        return found.exclude(code__in=_retired(day)).values("code").distinct().count()


def _retired(day: date):
    """The codes of the SOPs that don't hold on this day."""
    from .retirements import Retirement

    return Retirement.objects.on(day).values("sop__code")


class RenderedSOP(models.Model):
    """The body in one language, true from `holds_from` until the next one of its SOP: of one
    release (its `number` and day repeated here, so that no reader needs a join) and value set.

    A copy that is `retired` (a Retirement.Act) says that the SOP doesn't hold any more.
    `figures` are the reference values that it shows, {key: {value, unit, …}}, as numbers in text;
    `restricted` says that Wagtail's privacy settings must be asked before it is served; `build`
    names the templates and words that it was made with. `stranger_page` is the whole page for who
    is not signed in, as brotli, `stranger_gzip` the same for browsers without it (over plain http
    that is all of them); served while `stranger_etag` is what the page's ETag would be.
    """

    sop = models.ForeignKey(SOP, on_delete=models.CASCADE, related_name="rendered")
    page = models.ForeignKey("sop_pages.SOPPage", on_delete=models.CASCADE, related_name="rendered")
    release = models.ForeignKey(
        "sop_pages.Release", null=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(max_length=12, blank=True)
    effective_from = models.DateField(null=True)
    code = models.CharField(max_length=7)
    language = models.CharField(max_length=2)
    holds_from = models.DateField(default=ALWAYS)
    retired = models.CharField(max_length=10, blank=True, default="")
    title = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    task = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField(null=True)
    sample = models.BooleanField(default=False)
    body = models.TextField()
    figures = models.JSONField(default=dict)
    etag = models.CharField(max_length=64)
    build = models.CharField(max_length=64, blank=True)
    restricted = models.BooleanField(default=False)
    stranger_page = models.BinaryField(default=b"", editable=False)
    stranger_gzip = models.BinaryField(default=b"", editable=False)
    stranger_etag = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now=True)

    objects = RenderedSOPQuerySet.as_manager()
    has_notes = has_notes_here = True  # perhaps; in_force() knows

    class Meta:
        verbose_name = "rendered SOP"
        constraints = [
            models.UniqueConstraint(
                fields=["language", "code", "holds_from"], name="one_copy_a_value_set"
            )
        ]
        indexes = [
            models.Index(fields=["language", "task", "code", "holds_from"], name="rendered_by_task")
        ]

    def __str__(self):
        return f"{self.code} {self.language} from {self.holds_from}"
