"""The handbook as authors see it: a tree of Wagtail pages for each language."""

from django.conf import settings
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from .. import blocks
from ..behind_panel import BehindPanel
from ..content import Document
from ..evidence_panel import EvidencePanel
from ..forms import SOPPageForm
from ..lint_panel import LintPanel
from .approval import FramePermissions, SOPPermissions
from .sops import SOP


class FramePage(Page):
    """What handbooks and sections share: they belong to the frame, authors fill it."""

    promote_panels = []
    settings_panels = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return FramePermissions(user, self)

    def get_url_parts(self, request=None):
        return _on_site(self, request, "sop_pages:home")


class HandbookPage(FramePage):
    """The top of the handbook in one language."""

    max_count_per_parent = 1

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["sop_pages.SectionPage"]

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")


class SectionPage(FramePage):
    """One of the officer's five tasks; SOPs hang below it."""

    class Task(models.TextChoices):
        TELL = "tell", _("Tell people")
        REGISTER = "register", _("Register")
        CONTRIBUTIONS = "contributions", _("Contributions")
        CLAIMS = "claims", _("Claims")
        RECORDS = "records", _("Records")

    task = models.CharField(_("task"), max_length=20, choices=Task.choices)

    content_panels = [*Page.content_panels, FieldPanel("task")]
    parent_page_types = ["sop_pages.HandbookPage"]
    subpage_types = ["sop_pages.SOPPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_url_parts(self, request=None):
        return _on_site(self, request, "sop_pages:task", task=self.task)


class SOPTag(TaggedItemBase):
    content_object = ParentalKey(
        "sop_pages.SOPPage", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("tag of an SOP")
        verbose_name_plural = _("tags of SOPs")


class SOPPage(Page):
    """An SOP in one language, as its authors write it.

    Identity is `sop`; `language` repeats the locale's code, so that the database itself keeps one
    page an SOP and language. `imported_hash` is the Document.hash() of the file last taken: a page
    that says something else was edited by people.
    """

    sop = models.ForeignKey(SOP, on_delete=models.PROTECT, related_name="pages")
    language = models.CharField(max_length=2, editable=False, default="")
    purpose = models.TextField(
        _("purpose"),
        blank=True,
        max_length=2000,
        help_text=_("What it is for and who does it, in one short paragraph. Markdown."),
    )
    when = models.CharField(
        _("when"), max_length=200, blank=True, help_text=_("On what occasion it is used.")
    )
    audience = models.JSONField(
        _("for whom"), default=list, blank=True, help_text=_("Who works with this SOP.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("How long it takes, about.")
    )
    owner_unit = models.CharField(
        _("owner"),
        max_length=150,
        blank=True,
        help_text=_("The unit at LSSO that answers for this SOP."),
    )
    tags = ClusterTaggableManager(
        through=SOPTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("Words by which it should be found, with commas between them."),
    )
    related = models.JSONField(
        _("related SOPs"),
        default=list,
        blank=True,
        help_text=_("Their codes, with commas between them: COM-02, CON-01."),
    )
    module = models.CharField(
        _("training module"),
        max_length=4,
        blank=True,
        choices=[(m, m) for m in ("M1", "M2", "M3", "M4")],
        help_text=_("The module in which it is taught."),
    )
    facts = models.JSONField(
        _("facts"),
        default=list,
        blank=True,
        help_text=_("Numbers of the facts that the text rests on: F31, F32."),
    )
    sample = models.BooleanField(
        _("sample"), default=False, help_text=_("To be confirmed by LSSO; readers see it.")
    )
    conditions = StreamField(blocks.ItemsBlock(), verbose_name=_("conditions"), blank=True)
    benefits = StreamField(blocks.ItemsBlock(), verbose_name=_("benefits"), blank=True)
    bring = StreamField(blocks.ItemsBlock(), verbose_name=_("what to bring"), blank=True)
    steps = StreamField(blocks.StepsBlock(), verbose_name=_("steps"), default=[])
    objections = StreamField(blocks.ObjectionsBlock(), verbose_name=_("objections"), blank=True)
    checklist = StreamField(blocks.ItemsBlock(), verbose_name=_("checklist"), blank=True)
    forms = StreamField(blocks.FormsBlock(), verbose_name=_("forms"), blank=True)
    imported_hash = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = SOPPageForm
    content_panels = [
        BehindPanel(),
        LintPanel(),
        EvidencePanel(),
        FieldPanel("code"),
        FieldPanel("title", help_text=_("What the officer does, in a few words.")),
        FieldPanel("purpose"),
        FieldPanel("when"),
        FieldPanel("audience"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("module")]),
        FieldPanel("owner_unit"),
        FieldPanel("conditions"),
        FieldPanel("benefits"),
        FieldPanel("bring"),
        FieldPanel("steps"),
        FieldPanel("objections"),
        FieldPanel("checklist"),
        FieldPanel("forms"),
        MultiFieldPanel(
            [
                FieldPanel("tags"),
                FieldPanel("related"),
                FieldPanel("facts"),
                FieldPanel("sample"),
            ],
            heading=_("Finding and sources"),
        ),
    ]
    promote_panels = []
    settings_panels = []
    parent_page_types = ["sop_pages.SectionPage"]
    subpage_types = []
    # What a translator is given. The rest belongs to each language's page alone.
    translatable_fields = [
        TranslatableField(name)
        for name in (
            "title",
            "purpose",
            "when",
            "owner_unit",
            "conditions",
            "benefits",
            "bring",
            "steps",
            "objections",
            "checklist",
            "forms",
        )
    ]

    class Meta:
        verbose_name = _("SOP")
        verbose_name_plural = _("SOPs")
        constraints = [
            models.UniqueConstraint(fields=["sop", "language"], name="one_page_a_language"),
        ]

    def __str__(self):
        return f"{self.code} {self.title}" if self.sop_id else self.title

    @property
    def code(self) -> str:
        return self.sop.code if self.sop_id or "sop" in self._state.fields_cache else ""

    def get_admin_display_title(self):
        return f"{self.code} {super().get_admin_display_title()}"

    def save(self, *args, **kwargs):
        from .. import identity

        identity.ensure_sop(self)
        identity.settle(self)
        super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        from .. import identity

        identity.settle(self)
        return super().save_revision(*args, **kwargs)

    def full_clean(self, *args, **kwargs):
        from .. import identity

        identity.settle(self)
        super().full_clean(*args, **kwargs)

    def with_content_json(self, content):
        """A revision's page: which SOP it is, and what was imported, no revision can change."""
        from .. import identity

        page = super().with_content_json(content)
        came_from = page.sop_id
        page.sop, page.language = self.sop, self.language
        page.imported_hash = self.imported_hash
        if came_from != self.sop_id:  # a revision that came along when the page was copied
            identity.renew_ids(page)
        return page

    def permissions_for_user(self, user):
        return SOPPermissions(user, self)

    def content(self) -> Document:
        """What this page says, as plain data (content.py). Queries only for files that it names."""
        from ..page_content import document_of

        return document_of(self)

    def passages(self) -> list[tuple[str | None, str, str, str]]:
        """(key or None, kind, title, text) in plain text, in reading order, for search.

        The first, of kind "head", has no key: title; purpose, occasion, owner and tags.
        """
        from ..page_content import passages_of

        return passages_of(self.content())

    def get_url_parts(self, request=None):
        return _on_site(self, request, "sop_pages:sop", code=self.code.lower())

    def serve_preview(self, request, mode_name):
        from ..preview import respond

        return respond(self, request)

    @property
    def preview_sizes(self):
        return [
            {
                "name": "phone",
                "icon": "mobile-alt",
                "device_width": 360,
                "label": _("On a phone"),
            },
            {
                "name": "desktop",
                "icon": "desktop",
                "device_width": 1280,
                "label": _("On a computer"),
            },
        ]


def _on_site(page, request, name, **kwargs):
    """(site id, root address, path) of a page that is served by code, not by its place in the tree.

    None where it has no address: outside a site, or a name that isn't there.
    """
    parts = Page.get_url_parts(page, request)
    if parts is None:
        return None
    with translation.override(page.locale.language_code):
        try:
            path = reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            return None
    return parts[0], settings.PUBLIC_URL, path
