"""What is held on a person: shown, fetched as a file; and the wish to be removed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .. import audit, removing, roles
from .. import own_file as file_of_all
from ..holdings import all_holdings
from ..models import RemovalRequest, User


@login_required
@never_cache
@require_safe
def held(request):
    rows = [
        {
            "title": holding.title,
            "count": len(holding.tell(request.user)),
            "stays": holding.stays,
        }
        for holding in all_holdings()
    ]
    wish = RemovalRequest.objects.filter(person=request.user).first()
    return render(request, "officers/held.html", {"rows": rows, "wish": wish})


@login_required
@never_cache
@require_POST
def own_file(request):
    """The file itself. Written down: who fetched it, and when."""
    audit.record(request.user, removing.FILE_FETCHED, request.user)
    name = f"khumue-{timezone.localdate():%Y-%m-%d}.zip"
    response = HttpResponse(file_of_all.made_for(request.user), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@never_cache
@require_POST
def ask_to_be_removed(request):
    if "take_back" in request.POST:
        removing.take_back(request.user)
        messages.success(request, _("You stay. Nothing was removed."))
    elif "sure" in request.POST:
        removing.ask(request.user)
        messages.success(request, _("Your wish is kept. An administrator will look at it."))
    else:
        messages.warning(request, _("Please tick the box first."))
    return redirect("officers:held")


def may_remove(user) -> bool:
    return user.is_superuser or user.has_role(roles.ADMIN)


@never_cache
@require_safe
def removals(request):
    if not may_remove(request.user):
        raise PermissionDenied
    context = {
        "page_title": _("Wishes to be removed"),
        "header_icon": "bin",
        "wishes": RemovalRequest.objects.select_related("person__district", "person__province"),
        "holdings": list(all_holdings()),
    }
    return render(request, "officers/cms/removals.html", context)


@require_POST
def remove(request, pk):
    if not may_remove(request.user):
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk, removal_request__isnull=False)
    if "sure" not in request.POST:
        messages.warning(request, _("Please tick the box first."))
        return redirect("officers_removals")
    try:
        removing.remove(person, actor=request.user)
    except removing.RemovalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The person is removed. What counts stays as a number."))
    return redirect("officers_removals")
