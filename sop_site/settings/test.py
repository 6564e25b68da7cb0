"""Tests: cheap passwords and plain static files; SQLite unless DATABASE_URL says otherwise."""

import os
from urllib.parse import urlsplit

from .base import *

DEBUG = False
DEMO_ACCOUNTS = True
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "test-media"
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A test's database need not survive a power cut; tests of that start a server of their own.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "create": True,
        "init_command": SQLITE_OPTIONS["init_command"].replace("FULL", "OFF"),
    }
# A Redis outlives a run, and emptying the cache empties all of its database: each process of a run
# has one of its own, the one that is named and those before it.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
if REDIS_URL:
    _address = urlsplit(REDIS_URL)
    _process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    _database = (int(_address.path.strip("/") or 0) - _process) % 16
    CACHES["default"]["LOCATION"] = _address._replace(path=f"/{_database}").geturl()
