"""Ends sessions that are too old, by role; renews the others seldom."""

from django.conf import settings

from sop_site.officers import sessions

# Says that the database is gone, and so can't ask it who is here.
HEALTH = "/healthz"


class SessionAgeMiddleware:
    """Stands after authentication. Who carries no session cookie costs nothing here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.path != HEALTH:
            sessions.check(request)
        return self.get_response(request)
