"""A photo or the voice note of a report, for those who may read the report."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..access import personal
from ..models import Recording, Report, ReportPhoto


@personal
@require_safe
def photo(request, pk):
    """Always as a picture, never as a page: no script in it would run, whatever it was."""
    reports = Report.objects.visible_to(request.user)
    found = get_object_or_404(ReportPhoto, pk=pk, report__in=reports)
    with found.image.open("rb") as file:
        return as_picture(file.read())


@personal
@require_safe
def voice(request, pk):
    reports = Report.objects.visible_to(request.user)
    found = get_object_or_404(Recording, pk=pk, report__in=reports)
    with found.sound.open("rb") as file:
        return as_file(file.read(), found.type, "voice")


def as_picture(content: bytes) -> HttpResponse:
    return as_file(content, "image/jpeg", "photo.jpg")


def as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Never as a page: no script in it would run, whatever it was."""
    response = HttpResponse(content, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response._csp_exempt = True  # the strict line above is this file's own
    return response
