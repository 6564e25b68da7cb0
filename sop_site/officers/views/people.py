"""In the CMS: the people of the own province and trainings, their slips, and the audit log."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import audit, roles, slips
from ..models import AuditEntry, District
from ..numbers import written
from ..people import narrowed, visible_to

A_PAGE = 50
SLIPS_AT_ONCE = 300


@require_safe
def people(request):
    if not request.user.has_perm("officers.read_people"):
        raise PermissionDenied
    asked = {
        "text": request.GET.get("q", ""),
        "district": request.GET.get("district", ""),
        "never": "never" in request.GET,
    }
    found = narrowed(visible_to(request.user), **asked).order_by("district_id", "username")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    rows = [
        {"person": person, "number": written(person.username), "roles": roles.labels(person.roles)}
        for person in page
    ]
    context = {
        "page_title": _("People and sign-in slips"),
        "header_icon": "group",
        "page": page,
        "rows": rows,
        "asked": asked,
        "districts": districts_for(request.user),
        "may_make": request.user.has_perm("officers.make_slips"),
    }
    return render(request, "officers/cms/people.html", context)


def districts_for(reader):
    """The districts that a reader can choose from: of the own province, and where the people of the
    own trainings come from; or all."""
    if reader.is_superuser or reader.has_role(roles.ADMIN):
        return District.objects.all()
    own = District.objects.filter(province_id=reader.province_id)
    if not reader.has_role(roles.TRAINER):
        return own
    return own | District.objects.filter(pk__in=visible_to(reader).values("district"))


@require_POST
@never_cache
def print_slips(request):
    """Makes the slips and shows the sheet to print, once: the codes are stored nowhere."""
    if not request.user.has_perm("officers.make_slips"):
        raise PermissionDenied
    chosen = [int(pk) for pk in request.POST.getlist("person") if pk.isdecimal() and len(pk) < 19]
    if not chosen:
        messages.warning(request, _("Choose at least one person."))
        return redirect("officers_people")
    wanted = visible_to(request.user).filter(pk__in=chosen[:SLIPS_AT_ONCE])
    if len(wanted) != len(set(chosen)):
        raise PermissionDenied
    try:
        made = slips.make(wanted, by=request.user)
    except slips.SlipRefused as refused:
        messages.error(request, str(refused))
        return redirect("officers_people")
    response = render(request, "officers/cms/slips.html", {"slips": made})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def audit_log(request):
    """The log, newest first, by deed and by person; readable for reviewers and administrators."""
    if not request.user.has_perm("officers.view_auditentry"):
        raise PermissionDenied
    deed, number = request.GET.get("deed", ""), request.GET.get("person", "")
    entries = AuditEntry.objects.all()
    if deed in audit.LABELS:
        entries = entries.of_deed(deed)
    if number.isdecimal() and len(number) < 19:
        entries = entries.filter(actor_id=int(number)) | entries.about("user", int(number))
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("Audit log"),
        "header_icon": "history",
        "page": page,
        "rows": log_rows(page.object_list),
        "deeds": audit.LABELS.items(),
        "deed": deed,
        "person": number,
    }
    return render(request, "officers/cms/audit_log.html", context)


def log_rows(entries) -> list[dict]:
    """What the page prints of each entry; a removed person's id says so."""
    entries = list(entries)
    names = audit.names_of(entries)
    removed = _("removed")
    return [
        {
            "at": entry.at,
            "deed": audit.LABELS.get(entry.deed, entry.deed),
            "actor": names.get(entry.actor_id, removed) if entry.actor_id else "–",
            "actor_id": entry.actor_id,
            "subject": names.get(int(entry.subject_id), removed)
            if entry.subject_kind == "user" and entry.subject_id.isdecimal()
            else f"{entry.subject_kind} {entry.subject_id}".strip(),
            "facts": ", ".join(f"{key}: {value}" for key, value in sorted(entry.facts.items())),
        }
        for entry in entries
    ]
