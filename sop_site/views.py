"""The frame's own answers: the way in, the CMS's door, pages for what went wrong."""

import re
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import (
    get_language_from_request,
    get_language_info,
    override,
)
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_localized_response

from sop_site.officers.cms_account import CmsAccountView
from sop_site.officers.views import sign_out
from sop_site.offline.middleware import RETRY_AFTER, answer, is_passing

cms_account = require_admin_access(CmsAccountView.as_view())

TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
OTHER_LANGUAGE = re.compile(r"^/([A-Za-z]{2}(?:-[A-Za-z0-9]+)*)(/.*)$")
MOST_DRAINED, DRAINED_AT_ONCE = 64 * 1024 * 1024, 64 * 1024
# Never shown or sent along when a form is offered again.
NOT_KEPT = ("password", "repeated", "csrfmiddlewaretoken")
KEPT_SIGNS = 100_000


def way_in(request):
    """From "/" to the language of the cookie, else of the browser, else Lao."""
    language = get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def cms_login(request):
    """The CMS's own sign-in leads to ours."""
    onward = urlencode({"next": request.GET.get("next", "/cms/")})
    return HttpResponseRedirect(f"{reverse('officers:sign_in')}?{onward}")


def cms_words(request):
    """The words of the CMS's scripts: Wagtail's own view reads no catalogue of ours."""
    return get_localized_response(JavaScriptCatalog.as_view(), request)


def cms_logout(request):
    """The CMS's sign-out is ours: its form posts here, and a GET only asks."""
    return sign_out(request)


def no_such_page(request, *args, **kwargs):
    """For addresses that Wagtail brings and this site doesn't open."""
    raise Http404


def bad_request(request, exception=None):
    """400; or 413 where a form or a file was larger than is taken."""
    if isinstance(exception, TOO_BIG):
        drain_quietly(request)
        megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
        return render(request, "413.html", {"megabytes": megabytes}, status=413)
    return render(request, "400.html", status=400)


def drain_quietly(request) -> None:
    """Reads what is left of the body, as far as MOST_DRAINED: a browser that can't finish sending
    shows no page, and the next request on the connection would be spoilt."""
    left = MOST_DRAINED
    try:
        while left > 0 and (read := request.read(DRAINED_AT_ONCE)):
            left -= len(read)
    except OSError:  # the sender went away in the middle
        return


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", {"readable": in_our_languages(request.path)}, status=404)


def in_our_languages(path: str) -> list[tuple[str, str, str]]:
    """(code, name, address) of the same page where an address names a language that isn't ours.

    Empty for other addresses, and for those that would lead nowhere in ours as well.
    """
    named = OTHER_LANGUAGE.match(path)
    codes = [code for code, _name in settings.LANGUAGES]
    if not named or named[1] in codes:
        return []
    return [
        (code, get_language_info(code)["name_local"], address)
        for code in codes
        if leads_somewhere(code, address := f"/{code}{named[2]}")
    ]


def leads_somewhere(language: str, address: str) -> bool:
    with override(language):  # addresses are those of the active language alone
        try:
            resolve(address)
        except Resolver404:
            return False
    return True


def server_error(request):
    """Without database, person or language: whatever broke, this page comes. Both languages.

    503 where the same request may succeed in a moment: database locked or gone, disk full.
    """
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "failed"}, status=500)
    try:
        page = render_to_string("500.html")
    except Exception:  # a missing style sheet must not hide that something is wrong
        page = "<!doctype html><meta charset=utf-8><title>500</title><p>ລະບົບມີບັນຫາ. · Error."
    if not is_passing(sys.exc_info()[1]):
        return HttpResponse(page, status=500)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


@never_cache
def csrf_failure(request, reason=""):
    """A form from yesterday: what was typed is kept and can be sent again with one tap.

    Only when the browser says that the form was one of ours: another site's form gets no button.
    """
    if request.path.startswith("/api/"):
        return answer(request, {"code": "csrf"}, 403)
    kept = kept_fields(request) if came_from_here(request) else []
    context = {
        "kept": kept,
        "had_files": bool(kept and request.FILES),
        "again": request.get_full_path(),
    }
    return render(request, "403_csrf.html", context, status=403)


def came_from_here(request) -> bool:
    origin = request.headers.get("Origin")
    if origin:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def kept_fields(request) -> list[tuple[str, str]]:
    """(name, value) of all that was typed; nothing when a password was part of it."""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    if any("password" in name for name, _value in fields):
        return []
    if sum(len(value) for _name, value in fields) > KEPT_SIGNS:
        return []
    return [(name, value) for name, value in fields if name not in NOT_KEPT]
