"""Who reads the pages of the CMS that observers may open too, though they see no other of it."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.localization import get_localized_response

from sop_site.officers import roles
from sop_site.officers.languages import remember_language

LSSO = (roles.REVIEWER, roles.LEAD, roles.ADMIN)


def is_lsso(person) -> bool:
    return person.is_superuser or person.has_role(*LSSO)


def is_observer(person) -> bool:
    return person.has_role(roles.OBSERVER)


def frame(request: HttpRequest) -> bool:
    """Whether the page stands in the CMS's frame: an observer has none."""
    return request.user.has_perm("wagtailadmin.access_admin")


def for_readers(view):
    """Strangers are led to the sign-in, observers let in without the CMS's own permission. Such an
    address stands before Wagtail's own (sop_site/urls.py)."""

    @never_cache
    @require_safe
    @wraps(view)
    def opened(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = request.user
        if person.is_anonymous:
            return redirect_to_login(request.get_full_path(), reverse("officers:sign_in"))
        if is_observer(person) and not is_lsso(person):
            # Addresses here name no language: it is switched by the cookie that others leave too.
            if (asked := request.GET.get("language")) in dict(settings.LANGUAGES):
                return remember_language(redirect(request.path), asked)
            return get_localized_response(view, request, *args, **kwargs)
        return require_admin_access(view)(request, *args, **kwargs)

    return opened
