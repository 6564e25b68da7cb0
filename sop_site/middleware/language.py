"""Keeps the language of the address that a person opens, for the next visit to "/"."""

from django.conf import settings
from django.utils.translation import get_language_from_path

from sop_site.officers.languages import remember_language


class LanguageCookieMiddleware:
    """Sets the cookie when a page is opened in another language than the cookie says.

    Only for pages that a person opens (a worker that saves pages opens both languages).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        language = get_language_from_path(request.path_info)
        if language and self.opened_by_person(request, response, language):
            remember_language(response, language)
        return response

    def opened_by_person(self, request, response, language) -> bool:
        return (
            request.method == "GET"
            and response.status_code == 200
            and response.get("Content-Type", "").startswith("text/html")
            and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
            and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language
            and settings.LANGUAGE_COOKIE_NAME not in response.cookies
        )
