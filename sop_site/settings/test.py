"""Tests: cheap passwords and plain static files; SQLite unless DATABASE_URL says otherwise."""

import os

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
# A Redis is shared by the processes of a run, and outlives it.
CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
