"""What changed in the handbook, for feed readers."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from .. import feed


@require_safe
@conditional_page
@cache_control(no_cache=True)
def atom(request: HttpRequest) -> HttpResponse:
    """The changes in the language of the address, as Atom 1.0."""
    content = feed.atom(get_language(), request.path)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
