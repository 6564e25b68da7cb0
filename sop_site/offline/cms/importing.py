"""A file that a phone saved, brought by hand for its owner."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import by_hand, kinds
from ..limits import limit
from .access import LOOK_AFTER, needs


@needs(LOOK_AFTER)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request):
    if request.method != "POST":
        return show(request)
    upload = request.FILES.get("file")
    if upload is None:
        return show(request, error=_("Choose a file first."), status=422)
    try:
        # One byte more than is taken tells a file that is too big.
        package = by_hand.read(upload.read(limit("import_bytes") + 1))
    except by_hand.Unreadable as refused:
        return show(request, error=str(refused), status=422)
    brought = by_hand.bring(package, importer=request.user)
    owner = "" if keeps_name(package) else package.owner.name
    return show(request, brought=brought, owner=owner)


def keeps_name(package: by_hand.Package) -> bool:
    """Whether something in it was written without a name for others."""
    known = [(kinds.kind_of(item.kind), item.payload) for item in package.items]
    return any(kind and kind.keeps_name(payload) for kind, payload in known)


def show(request, *, brought=None, owner="", error="", status=200):
    context = {
        "page_title": _("Bring items by hand"),
        "header_icon": "upload",
        "brought": brought,
        "owner": owner,
        "error": error,
        "megabytes": limit("import_bytes") // 2**20,
        "is_lead": request.user.has_role(by_hand.LEAD),
    }
    return render(request, "offline/cms/bring.html", context, status=status)
