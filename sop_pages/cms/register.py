"""The register of controlled documents as a page and as xlsx: for LSSO, and without names for
observers, who see no other page of the CMS."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_localized_response

from sop_site.officers import audit, roles

from .. import privacy
from .. import register as deeds
from ..files.spreadsheets import as_download
from ..models.approval import decides

PAGE = 100
LSSO = (roles.REVIEWER, roles.LEAD, roles.ADMIN)


def sees_names(person) -> bool:
    return person.is_superuser or person.has_role(*LSSO)


def for_readers(view):
    """Strangers are led to the sign-in, observers let in without the CMS's own permission."""

    @never_cache
    @require_safe
    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_anonymous:
            return redirect_to_login(request.get_full_path(), reverse("officers:sign_in"))
        if person.has_role(roles.OBSERVER) and not sees_names(person):
            return get_localized_response(view, request)
        return require_admin_access(view)(request)

    return opened


def _lines(request: HttpRequest) -> list[deeds.Line]:
    """Raises PermissionDenied for who may not see the register."""
    if sees_names(request.user):
        return deeds.lines()
    if request.user.has_role(roles.OBSERVER):
        return deeds.lines(privacy.closed_paths(request))
    raise PermissionDenied


@for_readers
def listed(request: HttpRequest) -> HttpResponse:
    """All SOPs that were ever released, by code."""
    found = _lines(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Register of controlled documents"),
        "header_icon": "list-ul",
        "page": page,
        "rows": [_row(line) for line in page],
        "names": sees_names(request.user),
        "decides": decides(request.user),
        "frame": request.user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "sop_pages/cms/register.html", context)


def _row(line: deeds.Line) -> dict:
    language = get_language()
    first, second = ("en", "lo") if language == "en" else ("lo", "en")
    return {
        "line": line,
        "title": line.titles.get(first, ""),
        "other": line.titles.get(second, ""),
        "other_language": second,
        "unit": line.unit(language),
        "approver": deeds.approver(line.release),
        "share": deeds.said(line.share),
        "late": line.review_is_late(localdate()),
        "languages": ", ".join(line.languages),
        "behind": ", ".join(line.release.behind),
    }


@for_readers
def download(request: HttpRequest) -> HttpResponse:
    """The same as xlsx."""
    found = _lines(request)
    content = deeds.workbook(found, get_language(), names=sees_names(request.user))
    audit.record(request.user, deeds.EXPORTED, ("register", ""), rows=len(found))
    name = f"register-{localdate():%Y-%m-%d}.xlsx"
    return as_download(content, name)
