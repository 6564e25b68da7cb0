"""A photo of a report, for those who may read the report."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..access import personal
from ..models import Report, ReportPhoto


@personal
@require_safe
def photo(request, pk):
    """Always as a picture, never as a page: no script in it would run, whatever it was."""
    reports = Report.objects.visible_to(request.user)
    found = get_object_or_404(ReportPhoto, pk=pk, report__in=reports)
    with found.image.open("rb") as file:
        return as_picture(file.read())


def as_picture(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = 'inline; filename="photo.jpg"'
    response._csp_exempt = True  # the strict line above is this file's own
    return response
