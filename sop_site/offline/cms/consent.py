"""What was brought by hand and waits for the yes of someone who answers for these people."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import consenting, kinds
from .access import RELEASE, needs

A_PAGE = 50


@needs(RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request):
    if request.method == "POST":
        return decide(request)
    page = Paginator(consenting.groups_for(request.user), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("Brought by hand"),
        "header_icon": "tick-inverse",
        "page": page,
        "rows": [row | {"kind": kinds.title_of(row["kind"])} for row in page],
        "until": timezone.now().isoformat(),
    }
    return render(request, "offline/cms/waiting.html", context)


def decide(request):
    asked = request.POST.getlist("owner")
    owners = list(dict.fromkeys(int(pk) for pk in asked if pk.isdecimal() and len(pk) < 19))
    until = read_time(request.POST.get("until", ""))
    said = request.POST.get("say", "")
    if not owners or until is None or said not in {"yes", "no"}:
        messages.warning(request, _("Choose whose items, and then yes or no."))
        return redirect("inbox_waiting")
    told = consenting.decide(request.user, owners, agreed=said == "yes", until=until)
    report(request, told, agreed=said == "yes")
    return redirect("inbox_waiting")


def report(request, told: dict[str, int], *, agreed: bool) -> None:
    """Says how many were taken, and how many were not."""
    total, handled = sum(told.values()), told.get("handled", 0)
    if not agreed:
        text = ngettext("%(n)d item was turned down.", "%(n)d items were turned down.", total)
        messages.success(request, text % {"n": total})
        return
    text = ngettext("%(n)d item counts now.", "%(n)d items count now.", handled)
    messages.success(request, text % {"n": handled})
    if left := total - handled:
        text = ngettext(
            "%(n)d item could not be taken; it stands in the inbox with the reason.",
            "%(n)d items could not be taken; they stand in the inbox with the reason.",
            left,
        )
        messages.warning(request, text % {"n": left})


def read_time(text: str) -> datetime | None:
    """When the page was made; nothing that came later is decided unseen."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
