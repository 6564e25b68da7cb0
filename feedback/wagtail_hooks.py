from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .figures.scope import sees_figures
from .models import Holiday, Phrase
from .views import (
    desk,
    desk_bulk,
    desk_correcting,
    desk_handing_over,
    public_desk,
    redaction,
    solution_desk,
    themes,
)


class ReportsItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("feedback.read_report")


@hooks.register("register_admin_urls")
def addresses():
    one = "feedback/<str:code>/"
    return [
        path("feedback/", desk.desk, name="feedback_desk"),
        path("feedback/many/", desk_bulk.many, name="feedback_desk_many"),
        path("feedback/hand-over/", desk_handing_over.hand_over, name="feedback_desk_hand_over"),
        path("feedback/themes/", themes.themes, name="feedback_themes"),
        path("feedback/themes/<int:pk>/", themes.theme, name="feedback_theme"),
        path("feedback/themes/<int:pk>/answer/", themes.answer, name="feedback_theme_answer"),
        path("feedback/public/", public_desk.listed, name="feedback_public_answers"),
        path(
            "feedback/public/<int:pk>/take-back/",
            public_desk.take_back,
            name="feedback_public_take_back",
        ),
        path(
            "feedback/themes/<int:pk>/public/",
            public_desk.of_theme,
            name="feedback_theme_public",
        ),
        path("feedback/solutions/", solution_desk.listed, name="feedback_solutions"),
        path("feedback/solutions/<int:pk>/", solution_desk.one, name="feedback_solution"),
        path(one, desk.report, name="feedback_desk_report"),
        path(one + "public/", public_desk.of_report, name="feedback_desk_public"),
        path(one + "reply/", desk.reply, name="feedback_desk_reply"),
        path(one + "note/", desk.note, name="feedback_desk_note"),
        path(one + "tags/", desk.tags, name="feedback_desk_tags"),
        path(one + "correct/", desk_correcting.correct, name="feedback_desk_correct"),
        path(one + "assign/", desk.assign, name="feedback_desk_assign"),
        path(one + "merge/", themes.merge, name="feedback_desk_merge"),
        path(one + "unmerge/", themes.unmerge, name="feedback_desk_unmerge"),
        path(one + "close/", desk.close, name="feedback_desk_close"),
        path(one + "name/", desk.open_name, name="feedback_desk_name"),
        path(one + "redact/", redaction.words, name="feedback_redact"),
        path(one + "redact/<int:pk>/", redaction.photo, name="feedback_redact_photo"),
        path(one + "originals/", redaction.originals, name="feedback_originals"),
        path(one + "originals/<int:pk>/", redaction.original_photo, name="feedback_original_photo"),
    ]


@hooks.register("register_admin_menu_item")
def reports_item():
    return ReportsItem(
        _("Reports"), reverse("feedback_desk"), name="feedback-desk", icon_name="comment", order=150
    )


class FiguresItem(MenuItem):
    """For LSSO, and for a coordinator of a province."""

    def is_shown(self, request):
        return sees_figures(request.user)


@hooks.register("register_admin_menu_item")
def figures_item():
    return FiguresItem(
        _("Figures of the reports"),
        reverse("feedback_figures"),
        name="feedback-figures",
        icon_name="view",
        order=155,
    )


class SolutionsItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("feedback.triage_report")


@hooks.register("register_admin_menu_item")
def solutions_item():
    return SolutionsItem(
        _("Practical solutions"),
        reverse("feedback_solutions"),
        name="solutions",
        icon_name="pick",
        order=156,
    )


class PhraseViewSet(SnippetViewSet):
    model = Phrase
    icon = "openquote"
    menu_label = _("Saved phrases")
    menu_order = 160
    add_to_admin_menu = True
    list_display = ["__str__", "state", "key"]
    panels = [
        FieldPanel("key"),
        FieldPanel("state"),
        FieldRowPanel([FieldPanel("title_lo"), FieldPanel("title_en")]),
        FieldPanel("text_lo"),
        FieldPanel("text_en"),
        FieldPanel("order"),
    ]


register_snippet(PhraseViewSet)


class HolidayViewSet(SnippetViewSet):
    model = Holiday
    icon = "calendar-alt"
    menu_label = _("Public holidays")
    menu_order = 170
    add_to_admin_menu = True
    list_display = ["__str__", "month", "day", "on", "source"]
    panels = [
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("name_lo"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("month"), FieldPanel("day"), FieldPanel("on")]),
        FieldPanel("source"),
        FieldPanel("note"),
    ]


register_snippet(HolidayViewSet)
