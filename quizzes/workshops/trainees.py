"""Whose trainer somebody is by workshop: what the doors for a trainer's own officers ask."""

from django.db.models import Q

from ..models import Enrolment, Workshop


def enrolled_with(trainer) -> Q:
    """On a person: enrolled in a workshop of this trainer that isn't closed. What a trainer may do
    for them, a new way to sign in above all, ends with the workshop."""
    running = Enrolment.objects.filter(workshop__trainers=trainer).exclude(
        workshop__state=Workshop.State.CLOSED
    )
    return Q(pk__in=running.order_by().values("officer"))
