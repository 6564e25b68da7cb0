"""Wagtail's privacy settings, asked where our own addresses serve its pages."""

from collections.abc import Iterable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import Page, PageViewRestriction

PASSED = "passed_page_view_restrictions"  # where Wagtail keeps which passwords were given


def restrictions_of(page: Page):
    return page.get_view_restrictions()


def is_restricted(page: Page) -> bool:
    return restrictions_of(page).exists()


def restricted_among(pages: Iterable[Page]) -> set[int]:
    """The ids of those of these pages that not everybody may read. One query."""
    closed = list(PageViewRestriction.objects.values_list("page__path", flat=True))
    return {page.pk for page in pages if page.path.startswith(tuple(closed))}


def refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What to answer instead of the page, or None when this person may read it.

    A stranger is led to the sign-in; a person outside the groups gets a 404 (raises Http404),
    since they may not know of it; a password is asked for on the spot.
    """
    for restriction in restrictions_of(page):
        if restriction.accept_request(request):
            continue
        if restriction.restriction_type == PageViewRestriction.PASSWORD:
            return _ask_password(request, restriction)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("officers:sign_in"))
        raise Http404
    return None


def may_know(person, page: Page) -> bool:
    """Whether a signed-in person may know of a page, with no request to ask: by their groups."""
    groups = {group.pk for group in person.groups.all()}
    return person.is_superuser or not any(
        restriction.restriction_type == PageViewRestriction.GROUPS
        and groups.isdisjoint(group.pk for group in restriction.groups.all())
        for restriction in restrictions_of(page)
    )


def _ask_password(request: HttpRequest, restriction: PageViewRestriction) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = PasswordViewRestrictionForm(
        typed, instance=restriction, initial={"return_url": request.get_full_path()}
    )
    if typed is not None and form.is_valid():
        passed = request.session.setdefault(PASSED, [])
        if restriction.id not in passed:
            request.session[PASSED] = [*passed, restriction.id]
        return redirect(request.get_full_path())
    response = render(request, "sop_pages/password.html", {"form": form})
    add_never_cache_headers(response)
    return response


def readable(request: HttpRequest, copies: list) -> list:
    """Those of the copies that this person may read. Two queries more where any is restricted."""
    if not any(copy.restricted for copy in copies):
        return copies
    paths = dict(
        Page.objects.filter(pk__in=[c.page_id for c in copies if c.restricted]).values_list(
            "pk", "path"
        )
    )
    closed = closed_paths(request)
    return [
        copy
        for copy in copies
        if not copy.restricted or not any(paths[copy.page_id].startswith(path) for path in closed)
    ]


def closed_paths(request: HttpRequest) -> list[str]:
    """Where Wagtail's tree is closed to this person, with all that lies below."""
    return [
        restriction.page.path
        for restriction in PageViewRestriction.objects.select_related("page")
        if not restriction.accept_request(request)
    ]
