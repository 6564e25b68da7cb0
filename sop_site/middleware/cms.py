"""The CMS has one door, and those without a task in it are told so instead of sent in circles."""

import re

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.utils.datastructures import MultiValueDictKeyError

from sop_site.officers import roles

# Needed before sign-in, or harmless: our own redirects and Wagtail's drawings and words.
OPEN_TO_ALL = ("/cms/login/", "/cms/logout/", "/cms/sprite/", "/cms/jsi18n/")
# Whoever edits people can make themselves an administrator, whoever edits the approval can pass by
# it: these pages open for administrators alone, whatever a group's permissions say.
ADMINISTRATORS = (
    "/cms/users/",
    "/cms/groups/",
    "/cms/bulk/officers/",
    "/cms/bulk/auth/",
    "/cms/workflows/",
)
# What observers see of the CMS.
FOR_OBSERVERS = ("/cms/register/", "/cms/quarters/")
# Deeds of Wagtail's API: its pages don't use them, and they skip what a form checks.
DEEDS = re.compile(r"/cms/api/main/pages/\d+/action/")


class CmsDoorMiddleware:
    """Raises PermissionDenied under /cms/ for signed-in people who may not enter."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith("/cms/") or request.path.startswith(OPEN_TO_ALL):
            return None
        person = request.user
        if DEEDS.match(request.path):
            raise Http404
        if person.is_anonymous or person.is_superuser:
            return None
        if request.path.startswith(ADMINISTRATORS):
            raise PermissionDenied
        if request.path.startswith(FOR_OBSERVERS) and person.has_role(roles.OBSERVER):
            return None
        if not person.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return None

    def process_exception(self, request, exception):
        """A form of Wagtail's that came without some of its fields is a bad request, no breakdown.

        Its StreamFields ask for their counts without looking whether they came, and were numbers.
        """
        if request.method != "POST" or not request.path.startswith("/cms/"):
            return
        if isinstance(exception, MultiValueDictKeyError):
            raise SuspiciousOperation("A form came without its fields.") from exception
        if isinstance(exception, ValueError) and counts_are_broken(request.POST):
            raise SuspiciousOperation("A form came with broken counts.") from exception


def counts_are_broken(posted) -> bool:
    """Whether a count or a place of a StreamField's block is no whole number."""
    return any(
        name.endswith(("-count", "-order")) and not value.removeprefix("-").isdecimal()
        for name, value in posted.items()
    )
