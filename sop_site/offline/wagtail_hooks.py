"""The inbox in the CMS: addresses, and menu entries that say how much waits."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from . import consenting
from .cms import consent, importing, inbox
from .cms.access import LOOK_AFTER, RELEASE
from .models import InboxItem

MOST = 99


class Counted(MenuItem):
    """A menu entry for those who hold a permission, with a number when something waits."""

    def __init__(self, *args, permission: str, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission, self.waiting = permission, waiting

    def is_shown(self, request):
        return request.user.has_perm(self.permission)

    def render_component(self, request):
        count = self.waiting(request.user).order_by()[: MOST + 1].count()
        number = f"{MOST}+" if count > MOST else str(count)
        label = f"{self.label} ({number})" if count else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, attrs=self.attrs)


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("inbox/", inbox.items, name="inbox_items"),
        path("inbox/bring/", importing.bring, name="inbox_bring"),
        path("by-hand/", consent.waiting, name="inbox_waiting"),
        path("inbox/<uuid:pk>/", inbox.item, name="inbox_item"),
        path("inbox/<uuid:pk>/again/", inbox.again, name="inbox_again"),
    ]


@hooks.register("register_admin_menu_item")
def inbox_item():
    return Counted(
        _("Inbox"),
        reverse("inbox_items"),
        name="inbox",
        icon_name="mail",
        order=170,
        permission=LOOK_AFTER,
        waiting=lambda user: InboxItem.objects.waiting(),
    )


@hooks.register("register_admin_menu_item")
def waiting_item():
    return Counted(
        _("Brought by hand"),
        reverse("inbox_waiting"),
        name="by-hand",
        icon_name="tick-inverse",
        order=310,
        permission=RELEASE,
        waiting=consenting.waiting_for,
    )
