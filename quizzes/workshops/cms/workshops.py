"""Workshops in the CMS: the list, the form, one with its people and modules."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import overriding
from ...cms.access import needs
from ...models import Attendance, Enrolment, Workshop
from ..running import set_state
from .access import known_or_404, own_or_403
from .forms import WorkshopForm

PAGE = 50
VIEW, ADD = "quizzes.view_workshop", "quizzes.add_workshop"


@require_safe
@needs(VIEW)
def workshops(request):
    """The workshops that this person may see, the newest first."""
    found = Workshop.objects.known_to(request.user).select_related("province", "district", "cohort")
    enrolled = Enrolment.objects.known_to(request.user)
    page = Paginator(found, PAGE).get_page(request.GET.get("p"))
    counts = dict(
        enrolled.filter(workshop__in=[workshop.pk for workshop in page])
        .values_list("workshop")
        .order_by("workshop")
        .annotate(Count("pk"))
    )
    for workshop in page:
        workshop.count = counts.get(workshop.pk, 0)
    context = {"page_title": _("Workshops"), "header_icon": "group", "page": page}
    return render(request, "quizzes/workshops/cms/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(ADD)
def add(request):
    """A new workshop; whoever makes it as a trainer is one of its trainers."""
    return _edit(request, Workshop())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def edit(request, pk):
    return _edit(request, own_or_403(request, pk))


def _edit(request, workshop: Workshop):
    is_new = workshop.pk is None
    initial = {"trainers": [request.user]} if is_new else None
    form = WorkshopForm(request.POST or None, instance=workshop, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            workshop = form.save()
            if is_new and request.user in form.fields["trainers"].queryset:
                workshop.trainers.add(request.user)
            if not is_new and "cohort" in form.changed_data:
                overriding.reach(workshop.cohort, workshop.enrolments.values_list("officer"))
        messages.success(request, _("The workshop is kept."))
        if Workshop.objects.known_to(request.user).filter(pk=workshop.pk).exists():
            return redirect("workshop", workshop.pk)
        return redirect("workshops")
    title = _("New workshop") if is_new else workshop.title
    context = {"page_title": title, "header_icon": "group", "form": form, "is_new": is_new}
    status = 422 if form.errors else 200
    return render(request, "quizzes/workshops/cms/edit.html", context, status=status)


@require_safe
@needs(VIEW)
def workshop(request, pk):
    """One workshop: its modules, and its people as far as this person may see them."""
    found = known_or_404(request, pk)
    enrolments = (
        Enrolment.objects.filter(workshop=found)
        .known_to(request.user)
        .select_related("officer__district", "officer__province")
        .order_by("officer__name", "pk")
    )
    page = Paginator(enrolments, PAGE * 5).get_page(request.GET.get("p"))
    context = {
        "page_title": found.title,
        "header_icon": "group",
        "workshop": found,
        "page": page,
        "modules": _modules(found, enrolments),
        "may_run": found.may_run,
        "states": Workshop.State,
        "trainers": found.trainers.order_by("name"),
    }
    return render(request, "quizzes/workshops/cms/workshop.html", context)


def _modules(found: Workshop, enrolments) -> list:
    """The modules with how many of these people were there; two queries."""
    seen = Attendance.objects.filter(enrolment__in=enrolments.order_by())
    counts = dict(seen.values_list("module").order_by("module").annotate(Count("pk")))
    modules = list(found.programme.modules.all())
    for module in modules:
        module.here = counts.get(module.pk, 0)
    return modules


@require_POST
@needs(VIEW)
def state(request, pk):
    """Opens, closes or plans again."""
    found = own_or_403(request, pk)
    wanted = request.POST.get("state", "")
    if wanted in Workshop.State.values:
        set_state(found, wanted)
        label = Workshop.State(wanted).label
        messages.success(request, _("The workshop is now %(state)s.") % {"state": label})
    return redirect("workshop", pk)
