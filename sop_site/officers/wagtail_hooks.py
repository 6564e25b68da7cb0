from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import views
from .models import RemovalRequest


class Permitted(MenuItem):
    """A menu entry for those who hold a permission."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


class Administrators(MenuItem):
    """A menu entry for administrators, shown while somebody waits there."""

    def is_shown(self, request):
        return views.may_remove(request.user) and RemovalRequest.objects.exists()


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("people/", views.people, name="officers_people"),
        path("people/slips/", views.print_slips, name="officers_print_slips"),
        path("people/removals/", views.removals, name="officers_removals"),
        path("people/removals/<int:pk>/", views.remove, name="officers_remove"),
        path("audit-log/", views.audit_log, name="officers_audit_log"),
    ]


@hooks.register("register_admin_menu_item")
def people_item():
    return Permitted(
        _("People and slips"),
        reverse("officers_people"),
        name="officers-people",
        icon_name="group",
        order=700,
        permission="officers.read_people",
    )


@hooks.register("register_admin_menu_item")
def removals_item():
    return Administrators(
        _("Wishes to be removed"),
        reverse("officers_removals"),
        name="officers-removals",
        icon_name="bin",
        order=710,
    )


@hooks.register("register_reports_menu_item")
def audit_item():
    return Permitted(
        _("Audit log"),
        reverse("officers_audit_log"),
        name="officers-audit-log",
        icon_name="history",
        order=900,
        permission="officers.view_auditentry",
    )
