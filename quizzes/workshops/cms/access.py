"""Which workshops a person of the CMS may know of, and which they may change; 404 for others."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ...models import Module, Workshop

WHOLE = ("programme", "cohort", "province", "district")


def known_or_404(request, pk: int) -> Workshop:
    workshops = Workshop.objects.known_to(request.user).select_related(*WHOLE)
    return get_object_or_404(workshops, pk=pk)


def own_or_403(request, pk: int) -> Workshop:
    """One that this person may change; 404 for one that they may not know of."""
    workshop = known_or_404(request, pk)
    if not Workshop.objects.run_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return workshop


def module_or_404(workshop: Workshop, pk: int) -> Module:
    return get_object_or_404(Module, programme=workshop.programme_id, pk=pk)
