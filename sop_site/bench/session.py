"""Signs a demonstration person in, straight in the database that this process reads."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client


def cookie_of(username: str) -> str:
    """A Cookie header that signs this person in."""
    person = get_user_model().objects.get(username=username)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"
