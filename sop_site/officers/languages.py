"""The language that a browser keeps: set at sign-in and by each visit of a language's address."""

from django.conf import settings


def remember_language(response, language: str):
    """Sets the language cookie on the response and returns the response."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response
