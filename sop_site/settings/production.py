"""A server: refuses to start with a demonstration password, a default key or DEBUG."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from .base import *

LEAST_KEY = 50
# A name or an address, without scheme and port; a dot in front takes in all hosts below it.
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
OURS = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL")


def _secret_key() -> str:
    key = env.text("SECRET_KEY")
    if not key:
        raise ImproperlyConfigured("SECRET_KEY is missing; docs/operators.md says how to make one.")
    if key.startswith(("django-insecure-", "development-only-")):
        raise ImproperlyConfigured("SECRET_KEY is a default one; make one of your own.")
    if len(key) < LEAST_KEY or len(set(key)) < 8:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too short or too simple; it must be {LEAST_KEY} random characters."
        )
    return key


def _hosts() -> list[str]:
    hosts = env.words("ALLOWED_HOSTS")
    if not hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is missing; name the site's host.")
    for host in hosts:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS holds {host!r}; name hosts such as khumue.example.la."
            )
    return hosts


def _public_url(hosts: list[str]) -> str:
    """What QR codes and mails lead to: one of the hosts, without a path."""
    found = env.address("PUBLIC_URL", schemes=("https",)).rstrip("/")
    if not found:
        return f"https://{hosts[0].removeprefix('.')}"
    parts = urlsplit(found)
    if parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured("PUBLIC_URL holds more than a host; it is the site's address.")
    if not validate_host(parts.hostname, hosts):
        raise ImproperlyConfigured(
            f"PUBLIC_URL leads to {parts.hostname!r}, which ALLOWED_HOSTS does not hold."
        )
    return found


for name in ("DEBUG", "KHUMUE_DEBUG"):
    if env.flag(name):
        raise ImproperlyConfigured(f"{name} is on; production does not start with it.")
if env.text("KHUMUE_DEMO_PASSWORD"):
    raise ImproperlyConfigured(
        "KHUMUE_DEMO_PASSWORD is set; production does not start with a demonstration password."
    )

DEMO_ACCOUNTS = False
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _hosts()
PUBLIC_URL = WAGTAILADMIN_BASE_URL = _public_url(ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Behind a proxy that ends TLS, as docs/operators.md sets it up.
PROXIES = env.number("KHUMUE_PROXIES", 1, most=5)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"

TASKS = {
    **TASKS,
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

env.refuse_unknown(("KHUMUE_", "S3_"), near=OURS)
