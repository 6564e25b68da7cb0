"""Which workshops a person of the CMS may know of, and which they may change; 404 for others."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from ...models import Module, Workshop

WHOLE = ("programme", "cohort", "province", "district")


def known_or_404(request, pk: int) -> Workshop:
    """One query; `may_run` says whether this person may change it."""
    run = Workshop.objects.run_by(request.user).filter(pk=OuterRef("pk")).order_by()
    workshops = Workshop.objects.known_to(request.user).annotate(may_run=Exists(run))
    workshops = workshops.select_related(*WHOLE)
    return get_object_or_404(workshops, pk=pk)


def own_or_403(request, pk: int) -> Workshop:
    """One that this person may change; 404 for one that they may not know of."""
    workshop = known_or_404(request, pk)
    if not workshop.may_run:
        raise PermissionDenied
    return workshop


def module_or_404(workshop: Workshop, pk: int) -> Module:
    return get_object_or_404(Module, programme=workshop.programme_id, pk=pk)
