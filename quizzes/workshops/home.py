"""What the home page says of workshops: to an officer the path, to a trainer the open workshops."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_pages.home import Row

from ..models import Enrolment, Workshop

MOST = 3


def panel(request: HttpRequest) -> Iterator[Row]:
    """One query."""
    if request.user.enters_cms:
        yield from _open_workshops(request.user)
    else:
        yield from _path(request.user)


def _path(officer) -> Iterator[Row]:
    within = Q(workshop__programme__modules__attendances__enrolment=F("pk"))
    modules = "workshop__programme__modules"
    enrolments = (
        Enrolment.objects.filter(officer=officer, workshop__state=Workshop.State.OPEN)
        .select_related("workshop")
        .annotate(
            all_modules=Count(modules, distinct=True),
            attended=Count(modules, filter=within, distinct=True),
        )
        .order_by("-workshop__starts_on", "-pk")
    )
    for enrolment in enrolments[:MOST]:
        counts = {"n": enrolment.attended, "all": enrolment.all_modules}
        yield Row(
            group="asked",
            title=_("My path: %(title)s") % {"title": enrolment.workshop.title},
            url=reverse("workshops:path"),
            more=_("Present at %(n)d of %(all)d modules") % counts,
            icon="map",
        )


def _open_workshops(user) -> Iterator[Row]:
    open_ones = Workshop.objects.run_by(user).filter(state=Workshop.State.OPEN)
    for workshop in open_ones.annotate(count=Count("enrolments"))[:MOST]:
        said = ngettext("%(n)d officer enrolled", "%(n)d officers enrolled", workshop.count)
        yield Row(
            group="waits",
            title=workshop.title,
            url=reverse("workshop", args=[workshop.pk]),
            more=said % {"n": workshop.count},
            icon="people",
        )
