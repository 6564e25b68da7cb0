from django.http import HttpResponse
from django.urls import path

from sop_site.urls import handler400, handler403, handler404, handler500
from sop_site.urls import urlpatterns as site

from .usual import usual

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def plain(request):
    """A plain Django view with the same middleware: what all else is divided by."""
    return HttpResponse("<!doctype html><title>plain</title><p>ສະບາຍດີ</p>")


urlpatterns = [path("bench/plain/", plain), path("bench/usual/<path:route>", usual), *site]
