"""Programmes, modules and cohorts as trainers edit them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet

from ...models import Cohort, Module, Programme

TITLES = FieldRowPanel([FieldPanel("title_lo"), FieldPanel("title_en")])


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "list-ol"
    list_display = ["title", "slug"]
    panels = [
        TITLES,
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("about_lo"), FieldPanel("about_en")]),
    ]


class ModuleViewSet(SnippetViewSet):
    """A module; its quizzes are chosen on the quizzes' own pages."""

    model = Module
    icon = "list-ul"
    list_display = ["code", "title", "programme", "position"]
    list_filter = ["programme"]
    panels = [
        FieldPanel("programme"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
        TITLES,
        FieldPanel("sops"),
        FieldRowPanel([FieldPanel("competences_lo"), FieldPanel("competences_en")]),
        InlinePanel(
            "materials",
            panels=[TITLES, FieldPanel("document"), FieldPanel("link")],
            heading=_("Materials"),
            label=_("Material"),
        ),
    ]


class CohortViewSet(SnippetViewSet):
    model = Cohort
    icon = "group"
    list_display = ["title", "code"]
    panels = [TITLES, FieldPanel("code")]
