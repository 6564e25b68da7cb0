"""A laptop: plain http, SQLite in var/, demonstration accounts allowed."""

from .base import *

DEMO_ACCOUNTS = True
ALLOWED_HOSTS = ["*"]
SECRET_KEY = env.text("SECRET_KEY") or env.kept_secret(VAR_DIR / "secret_key")
