"""Addresses that break, for the tests of what is shown then."""

from django.db import OperationalError
from django.urls import path

from sop_site.health import healthz


def breaks(request):
    raise RuntimeError("secret of the trace")


def waits(request):
    raise OperationalError("database is locked")


urlpatterns = [
    path("lo/breaks/", breaks),
    path("api/breaks/", breaks),
    path("lo/waits/", waits),
    path("healthz", healthz),
]
handler500 = "sop_site.views.server_error"
