"""Contacts from and to a spreadsheet, in the CMS: what would happen is shown before it does."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from sop_site.officers import audit

from .. import contact_columns, contact_import
from ..files.spreadsheets import as_download, kept, shown_before, uploaded
from ..models import Contact
from .contacts import CHANGE

SALT = "sop_pages.contacts"
FAULTS_SHOWN = 200


def _may(request: HttpRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """POST with a file shows what it would do; POST with what was shown does it."""
    _may(request)
    if request.method != "POST":
        return _page(request)
    is_shown = "shown" in request.POST
    content = shown_before(request, SALT) if is_shown else uploaded(request)
    if content is None:
        return _page(request, error=_("Choose a file first."), status=422)
    plan = contact_import.plan(content, request.user)
    if not plan.is_sound:
        return _page(request, plan=plan, status=422)
    if not is_shown:
        return _page(request, plan=plan, shown=kept(content, SALT))
    contact_import.carry_out(plan)
    counts = plan.counts()
    audit.record(request.user, contact_import.IMPORTED, ("contacts", ""), **counts)
    changed = counts["added"] + counts["changed"]
    said = ngettext("%(n)d contact was written.", "%(n)d contacts were written.", changed)
    messages.success(request, said % {"n": changed})
    return redirect("wagtailsnippets_sop_pages_contact:list")


def _page(request: HttpRequest, *, plan=None, shown="", error="", status=200) -> HttpResponse:
    context = {
        "page_title": _("Import contacts"),
        "header_icon": "upload",
        "plan": plan,
        "faults": plan.faults[:FAULTS_SHOWN] if plan else [],
        "counts": plan.counts() if plan else {},
        "shown": shown,
        "error": error,
        "columns": contact_columns.COLUMNS,
        "needed": sorted(contact_columns.NEEDED),
    }
    return render(request, "sop_pages/cms/contact_import.html", context, status=status)


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The contacts that this person may edit, as the spreadsheet that can be imported again."""
    _may(request)
    contacts = Contact.objects.editable_by(request.user)
    content = contact_columns.workbook(contacts)
    audit.record(request.user, contact_import.EXPORTED, ("contacts", ""), rows=contacts.count())
    name = f"contacts-{localdate():%Y-%m-%d}.xlsx"
    return as_download(content, name)
