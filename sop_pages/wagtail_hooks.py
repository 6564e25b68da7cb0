"""The CMS for authors: a short menu, what waits on its home, warnings at their fields."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views.home import (
    LockedPagesPanel,
    UpgradeNotificationPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from sop_site.officers.wagtail_hooks import Permitted

from .cms import (
    approving,
    confirmed,
    contact_files,
    contacts,
    heat,
    notes,
    retiring,
    reviews,
    submitting,
    translations,
)
from .cms.readers import is_lsso
from .cms.waiting import WaitingPanel
from .cms.work import WorkPanel
from .models import Recording
from .viewsets import ReferenceValueViewSet

# Our own panel says what these would say, or nobody here needs them.
PANELS_LEFT_OUT = (
    LockedPagesPanel,
    UpgradeNotificationPanel,
    UserObjectsInWorkflowModerationPanel,
)
MENU_FOR_ADMINS = {"reports", "settings", "help"}


class RecordingViewSet(SnippetViewSet):
    model = Recording
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "file"]
    search_fields = ["title"]
    panels = [FieldPanel("title"), FieldPanel("file"), FieldPanel("transcript")]


register_snippet(RecordingViewSet)
register_snippet(ReferenceValueViewSet)
register_snippet(contacts.ContactViewSet)


@hooks.register("construct_homepage_panels")
def show_what_waits(request, panels):
    panels[:] = [panel for panel in panels if not isinstance(panel, PANELS_LEFT_OUT)]
    if request.user.has_perm("sop_pages.view_recording"):
        panels.append(WaitingPanel())
    panels.append(WorkPanel())


@hooks.register("construct_main_menu")
def shorten_menu(request, items):
    # Each kind of snippet has its own line.
    items[:] = [item for item in items if item.name != "snippets"]
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in MENU_FOR_ADMINS]


@hooks.register("insert_editor_js")
def scripts_of_the_editor():
    files = ((static(f"js/cms/{name}.js"),) for name in ("lints", "evidence", "lead"))
    return format_html_join("", '<script type="module" src="{}"></script>', files)


class SubmitItem(SubmitForModerationMenuItem):
    """Wagtail's button, in the person's language: its own names the review, stored in one."""

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {"label": _("Submit for approval")}


@hooks.register("construct_page_action_menu")
def name_the_review(menu_items, request, context):
    menu_items[:] = [
        SubmitItem(order=item.order) if type(item) is SubmitForModerationMenuItem else item
        for item in menu_items
    ]


@hooks.register("register_admin_urls")
def submit_url():
    return [
        path("sops/<int:page_id>/submit/", submitting.submit, name="sop_submit"),
        path("sops/<int:page_id>/approve/", approving.approve, name="sop_approve"),
        path("contacts/import/", contact_files.bring, name="contacts_import"),
        path("contacts/download/", contact_files.download, name="contacts_download"),
        path("contacts/<int:pk>/confirm/", contacts.confirm_today, name="contact_confirm"),
        path("retire/<int:sop_id>/", retiring.retire, name="sop_retire"),
        path("reviews/", reviews.listed, name="sop_reviews"),
        path("reviews/<int:sop_id>/", reviews.review, name="sop_review"),
        path("notes/", notes.listed, name="local_notes"),
        path("notes/<int:pk>/", notes.note, name="local_note"),
        path("confirmed/", confirmed.listed, name="sop_confirmed"),
        path("confirmed/<int:release_id>/", confirmed.people, name="sop_confirmed_people"),
        path("confirmed/<int:release_id>/xlsx/", confirmed.download, name="sop_confirmed_xlsx"),
        path("releases/<int:release_id>/ask/", confirmed.ask, name="sop_ask"),
        path("steps/", heat.steps, name="sop_heat"),
        path("translations/", translations.listed, name="sop_translations"),
        path("translations/<int:page_id>/right/", translations.right, name="sop_translation_right"),
        path("releases/<int:release_id>/confirm/", approving.confirm, name="sop_confirm"),
        path("releases/<int:release_id>/take-back/", retiring.take_back, name="sop_take_back"),
    ]


class RegisterItem(MenuItem):
    """For LSSO."""

    def is_shown(self, request):
        return is_lsso(request.user)


@hooks.register("register_admin_menu_item")
def register_item():
    return RegisterItem(
        _("Document register"),
        reverse("sop_register"),
        name="sop-register",
        icon_name="list-ul",
        order=306,
    )


@hooks.register("register_admin_menu_item")
def quarterly_item():
    return MenuItem(
        _("Quarterly report"),
        reverse("quarterly_latest"),
        name="quarterly",
        icon_name="table",
        order=309,
    )


@hooks.register("register_admin_menu_item")
def reviews_item():
    return Permitted(
        _("Review dates"),
        reverse("sop_reviews"),
        name="sop-reviews",
        icon_name="calendar-alt",
        order=305,
        permission=reviews.MAY_SEE,
    )


@hooks.register("register_admin_menu_item")
def notes_item():
    return Permitted(
        _("Local notes"),
        reverse("local_notes"),
        name="local-notes",
        icon_name="doc-empty-inverse",
        order=310,
        permission=notes.DECIDES,
    )


@hooks.register("register_admin_menu_item")
def confirmed_item():
    return Permitted(
        _("Who has confirmed"),
        reverse("sop_confirmed"),
        name="sop-confirmed",
        icon_name="check",
        order=306,
        permission=confirmed.MAY_SEE,
    )


@hooks.register("register_admin_menu_item")
def translations_item():
    return Permitted(
        _("Translations"),
        reverse("sop_translations"),
        name="sop-translations",
        icon_name="globe",
        order=307,
        permission=translations.MAY_SEE,
    )


@hooks.register("register_admin_menu_item")
def heat_item():
    return Permitted(
        _("Map of steps"),
        reverse("sop_heat"),
        name="sop-heat",
        icon_name="view",
        order=308,
        permission=heat.MAY_SEE,
    )
