"""Two answers that would leave a person standing there: a form after the session, an empty 405."""

from urllib.parse import urlencode, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import render
from django.urls import reverse

from sop_site.views import kept_fields

# Their callers read codes, or have pages of their own.
ELSEWHERE = ("/api/", "/cms/")


class DeadEndsMiddleware:
    """Stands after authentication.

    A form sent without a session is offered again with all that was typed, since the way to the
    sign-in would lose it; a GET of an address that only takes forms gets words.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(ELSEWHERE):
            return response
        if response.status_code == 405 and request.method == "GET":
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        if request.method == "POST" and leads_to_sign_in(response) and request.user.is_anonymous:
            return signed_out(request, response)
        return response


def leads_to_sign_in(response) -> bool:
    where = response.headers.get("Location", "")
    return response.status_code == 302 and urlsplit(where).path == reverse("officers:sign_in")


def signed_out(request, response):
    """What was typed, to be sent again; where nothing was, sign-in, and then the form's page."""
    kept = kept_fields(request)
    if not kept:
        came_from = urlsplit(request.headers.get("Referer", ""))
        if came_from.netloc == request.get_host():
            onward = urlencode({REDIRECT_FIELD_NAME: came_from.path})
            response.headers["Location"] = f"{reverse('officers:sign_in')}?{onward}"
        return response
    context = {
        "kept": kept,
        "had_files": bool(request.FILES),
        "again": request.get_full_path(),
    }
    page = render(request, "signed_out.html", context, status=403)
    page.headers["Cache-Control"] = "no-store"
    return page
