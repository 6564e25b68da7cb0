"""A programme of training and its modules: what is taught, with which SOPs, and in what order."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.documents import get_document_model_string

from sop_pages.models import SOP


class Titled(models.Model):
    """Something with a title in each language."""

    title_lo = models.CharField(_("title in Lao"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """The title in the language that is being shown."""
        return self.title_en if get_language() == "en" else self.title_lo


class Programme(Titled):
    """A course of modules; each workshop is a run of one."""

    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("Small letters, digits and dashes.")
    )
    about_lo = models.TextField(_("what it is, in Lao"), blank=True, max_length=600)
    about_en = models.TextField(_("what it is, in English"), blank=True, max_length=600)
    is_sample = models.BooleanField(_("sample"), default=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["slug"]

    @property
    def about(self) -> str:
        return self.about_en if get_language() == "en" else self.about_lo


class Module(Titled, ClusterableModel):
    """A part of a programme that is taught in one sitting. Its quizzes name it (Quiz.module)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="modules", verbose_name=_("programme")
    )
    code = models.CharField(_("code"), max_length=8, help_text=_("Such as M1."))
    position = models.PositiveSmallIntegerField(
        _("place in the programme"), default=1, help_text=_("1 comes first.")
    )
    competences_lo = models.TextField(
        _("what one can do afterwards, in Lao"), blank=True, help_text=_("One a line.")
    )
    competences_en = models.TextField(
        _("what one can do afterwards, in English"), blank=True, help_text=_("One a line.")
    )
    sops = ParentalManyToManyField(
        SOP, blank=True, related_name="modules", verbose_name=_("SOPs that it teaches")
    )

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["programme", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="one_module_a_code"),
            models.CheckConstraint(condition=~Q(code=""), name="module_has_a_code"),
        ]

    def __str__(self):
        return f"{self.code} · {self.title}"

    @property
    def competences(self) -> list[str]:
        """What one can do afterwards, in the language shown, a line each."""
        text = self.competences_en if get_language() == "en" else self.competences_lo
        return [line.strip() for line in text.splitlines() if line.strip()]


class Material(Titled):
    """A handout, slides or a page that goes with a module: a document of this site, or a link."""

    module = ParentalKey(Module, on_delete=models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    link = models.URLField(_("or a link"), blank=True)

    # The name that Wagtail's orderable panels expect of the column that keeps the order.
    sort_order_field = "position"

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, link="")
                | Q(document__isnull=True) & ~Q(link=""),
                name="material_is_a_document_or_a_link",
                violation_error_message=_("Choose a document, or give a link."),
            )
        ]

    @property
    def url(self) -> str:
        return self.document.url if self.document_id else self.link
