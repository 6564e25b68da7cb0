"""Quizzes in the CMS: results, questions, quizzes and pools under one menu."""

from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .cms.pools_and_quizzes import PoolEditView, PoolForm, QuizForm
from .cms.urls import urlpatterns as cms_urls
from .models import Pool, Quiz
from .paper.cms.urls import urlpatterns as paper_urls
from .workshops.cms.snippets import CohortViewSet, ModuleViewSet, ProgrammeViewSet
from .workshops.cms.urls import urlpatterns as workshop_urls


class QuizViewSet(SnippetViewSet):
    """A quiz, with its questions in order."""

    model = Quiz
    icon = "list-ol"
    list_display = ["title", "kind", "form", "state", "pass_mark"]
    list_filter = ["module", "kind", "state"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title_lo"), FieldPanel("title_en")]),
            FieldRowPanel([FieldPanel("about_lo"), FieldPanel("about_en")]),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("module"), FieldPanel("state")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("form"), FieldPanel("pair")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts_allowed")]),
                    FieldRowPanel([FieldPanel("time_limit"), FieldPanel("after_time")]),
                    FieldPanel("wait_minutes"),
                    FieldPanel("review"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("late_answers"),
                    FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")]),
                ],
                heading=_("Rules"),
            ),
            InlinePanel(
                "slots",
                panels=[
                    FieldPanel("question"),
                    FieldPanel("story"),
                    FieldRowPanel([FieldPanel("pool"), FieldPanel("count"), FieldPanel("marks")]),
                ],
                heading=_("Questions"),
                label=_("Question"),
                min_num=1,
            ),
        ],
        base_form_class=QuizForm,
    )


class PoolViewSet(SnippetViewSet):
    model = Pool
    icon = "folder-open-1"
    list_display = ["name", "all_trainers"]
    edit_view_class = PoolEditView
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("all_trainers"),
            FieldPanel("trainers", widget=CheckboxSelectMultiple),
        ],
        base_form_class=PoolForm,
    )

    def get_queryset(self, request):
        return Pool.objects.readable_by(request.user)


for viewset in (QuizViewSet, PoolViewSet, ProgrammeViewSet, ModuleViewSet, CohortViewSet):
    register_snippet(viewset)


@hooks.register("register_admin_urls")
def admin_urls():
    return [*cms_urls, *paper_urls, *workshop_urls]


class PermittedItem(MenuItem):
    """A line of the menu for those who hold a permission."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_menu_item")
def menu():
    lines = [
        (_("Results"), "quiz_results", "list-ul", "quizzes.view_results"),
        (_("Questions"), "quiz_questions", "help", "quizzes.view_question"),
        (_("Cases"), "quiz_cases", "doc-full", "quizzes.view_question"),
        (_("Quizzes"), QuizViewSet().get_url_name("list"), "list-ol", "quizzes.view_quiz"),
        (
            _("Question pools"),
            PoolViewSet().get_url_name("list"),
            "folder-open-1",
            "quizzes.view_pool",
        ),
    ]
    items = [
        PermittedItem(label, reverse(url), icon_name=icon, permission=permission, order=n)
        for n, (label, url, icon, permission) in enumerate(lines)
    ]
    return SubmenuMenuItem(_("Quizzes"), Menu(items=items), icon_name="list-ol", order=300)


@hooks.register("register_admin_menu_item")
def workshop_menu():
    lines = [
        (_("Workshops"), reverse("workshops"), "group", "quizzes.view_workshop"),
        *[
            (label, reverse(viewset().get_url_name("list")), viewset.icon, permission)
            for label, viewset, permission in (
                (_("Programmes"), ProgrammeViewSet, "quizzes.view_programme"),
                (_("Modules"), ModuleViewSet, "quizzes.view_module"),
                (_("Cohorts"), CohortViewSet, "quizzes.view_cohort"),
            )
        ],
    ]
    items = [
        PermittedItem(label, url, icon_name=icon, permission=permission, order=n)
        for n, (label, url, icon, permission) in enumerate(lines)
    ]
    return SubmenuMenuItem(_("Workshops"), Menu(items=items), icon_name="group", order=310)
