"""What only a look into the database can tell: production starts without demonstration people."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error


def demonstration_accounts() -> list[str]:
    """Names by which sample people can sign in; empty when there is no database yet."""
    people = get_user_model().objects.filter(is_sample=True, is_active=True)
    try:
        # Django writes "!" first where there is no password.
        able = people.exclude(password="").exclude(password__startswith="!")
        return list(able.order_by("username").values_list("username", flat=True)[:5])
    except Error:
        return []


def sentence() -> str:
    """Why this site must not start, or nothing."""
    names = [] if settings.DEMO_ACCOUNTS else demonstration_accounts()
    if not names:
        return ""
    return (
        f"demonstration accounts can sign in ({', '.join(names)}); take away their passwords "
        "with `manage.py close_demo_accounts`."
    )


def refuse_unsafe_start() -> None:
    """Raises ImproperlyConfigured when the site must not start."""
    if fault := sentence():
        raise ImproperlyConfigured(fault)


@checks.register(checks.Tags.security, deploy=True)
def no_demonstration_accounts(app_configs, **kwargs):
    fault = sentence()
    return [checks.Error(fault.capitalize(), id="khumue.E001")] if fault else []
