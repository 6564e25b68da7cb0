"""Lists of the handbook: all SOPs by task, the SOPs of one task, whom to call."""

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sop_site.memo import Memo

from .. import privacy, sheets
from ..contact_cards import card
from ..models import Contact, RenderedSOP, values_on
from ..reading import place_of
from ..rendering import HOTLINE, TASKS

PAGE = 40
_rows = Memo(most=1000)  # about 1 kB each
SHOWN = ("code", "language", "title", "task", "minutes", "restricted", "page_id")
ICONS = {
    "tell": "tell",
    "register": "register",
    "contributions": "money",
    "claims": "claim",
    "records": "records",
}


@require_safe
def sops(request: HttpRequest) -> HttpResponse:
    """All SOPs, task by task."""
    listed = get_language(), localdate()
    copies = RenderedSOP.objects.listed(*listed)
    return _listing(request, _by_task(copies), RenderedSOP.objects.count_listed(*listed), task="")


@require_safe
def task(request: HttpRequest, task: str) -> HttpResponse:
    """The SOPs of one of the five tasks."""
    if task not in TASKS:
        raise Http404
    listed = get_language(), localdate()
    copies = RenderedSOP.objects.listed(*listed).filter(task=task)
    count = RenderedSOP.objects.count_listed(*listed, task=task)
    return _listing(request, copies, count, task=task)


def _by_task(copies):
    """In the order of the five tasks, not of their names."""
    place = Case(
        *(When(task=name, then=Value(n)) for n, name in enumerate(TASKS)),
        default=Value(len(TASKS)),
        output_field=IntegerField(),
    )
    return copies.order_by(place, "code")


class Counted(Paginator):
    """Pages of what was counted already."""

    count = 0

    def __init__(self, found, size: int, count: int):
        super().__init__(found, size)
        self.count = count


def _listing(request: HttpRequest, copies, count: int, *, task: str) -> HttpResponse:
    page = Counted(copies.only(*SHOWN), PAGE, count).get_page(request.GET.get("page"))
    page.object_list = privacy.readable(request, list(page.object_list))
    context = {
        "page": page,
        "task": task,
        "task_name": TASKS.get(task, ""),
        "groups": _grouped(page.object_list),
        "pdf_size": "" if task else sheets.pdf_size(get_language()),
        "tab": "home",
    }
    return render(request, "sop_pages/sops.html", context)


def _grouped(copies) -> list[dict]:
    groups: list[dict] = []
    for copy in copies:
        if not groups or groups[-1]["task"] != copy.task:
            groups.append(
                {
                    "task": copy.task,
                    "name": TASKS.get(copy.task, ""),
                    "icon": ICONS.get(copy.task, "note"),
                    "rows": [],
                }
            )
        groups[-1]["rows"].append(_row(copy))
    return groups


def _row(copy: RenderedSOP) -> str:
    """An SOP's line in a list, rendered where it is new: a template's tags, forty times over, cost
    more than all the rest of the page."""
    about = {"code": copy.code, "title": copy.title, "minutes": copy.minutes}
    key = (copy.language, *about.values())
    return _rows.get(key, lambda: render_to_string("sop_pages/sop_row.html", about))


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Whom to call from here, the nearest first."""
    district, province = place_of(request.user)
    found = Contact.objects.for_place(district, province).select_related("deputy", "fallback")
    page = Paginator(found.nearest_first(), PAGE).get_page(request.GET.get("page"))
    figures = values_on(localdate())
    figures = {key: figures[key] for key in (HOTLINE,) if key in figures}
    context = {
        "page": page,
        "cards": [card(contact, get_language(), figures) for contact in page],
        "language": get_language(),
        "signed_in_place": bool(district or province),
        "tab": "home",
    }
    return render(request, "sop_pages/contacts.html", context)
