"""What the inbox could not hand on: the list, one item, and another try."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import inbox, kinds, signals
from ..models import InboxItem
from .access import LOOK_AFTER, needs
from .listing import STATES, Filters, items_for, payload_of, shown

A_PAGE = 30


@needs(LOOK_AFTER)
@require_safe
def items(request):
    filters = Filters.read(request.GET)
    page = Paginator(items_for(filters), A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("Inbox"),
        "header_icon": "mail",
        "page": page,
        "rows": [shown(item) for item in page],
        "filters": filters,
        "states": STATES.items(),
        "kinds": kinds.titles(),
    }
    return render(request, "offline/cms/items.html", context)


@needs(LOOK_AFTER)
@require_safe
def item(request, pk):
    found = get_object_or_404(InboxItem.objects.select_related("owner", "imported_by"), pk=pk)
    context = {
        "page_title": _("Inbox item"),
        "header_icon": "mail",
        "row": shown(found),
        "payload": payload_of(found),
        "files": [] if found.restricted else found.files.defer("data").order_by("pk"),
        "back": request.GET.get("back", "")[:300],
    }
    return render(request, "offline/cms/item.html", context)


@needs(LOOK_AFTER)
@require_POST
def again(request, pk):
    """Hands the item to its handler once more; written down whatever comes of it."""
    found = get_object_or_404(InboxItem, pk=pk)
    with transaction.atomic():
        outcome = inbox.run_again(found)
        signals.item_run_again.send(sender=None, actor=request.user, item=found, outcome=outcome)
    found.refresh_from_db(fields=["state", "reason", "code"])
    if found.state == InboxItem.State.HANDLED and not found.files.filter(state="failed").exists():
        messages.success(request, _("It worked: the item has been handed on."))
    else:
        messages.warning(request, _("It did not work this time either; the reason is below."))
    return redirect("inbox_item", pk=found.pk)
