"""Who may do what with the inbox: permissions that officers' roles hold."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.views.decorators.cache import never_cache

LOOK_AFTER = "offline.look_after_inbox"
RELEASE = "offline.release_items"


def needs(permission: str):
    """Guards a view; what it shows is kept nowhere on the way."""

    def guarded(view):
        @never_cache
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return guarded
