"""What all settings share. Development, production and tests each add their own."""

from pathlib import Path

import dj_database_url
from django.conf import locale as django_locale
from django.utils.translation import gettext_lazy as _

from . import environment as env
from .accounts import *
from .limits import *

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = env.folder("KHUMUE_VAR", BASE_DIR / "var")
VERSION = "0.1.0"
DEBUG = env.flag("KHUMUE_DEBUG")

# Django ships no Lao; without this line LANGUAGE_CODE = "lo" stops the start.
django_locale.LANG_INFO["lo"] = {
    "bidi": False,
    "code": "lo",
    "name": "Lao",
    "name_local": "ລາວ",
}

INSTALLED_APPS = [
    "sop_site",
    "content",
    "quizzes",
    "feedback",
    "sop_pages",
    "sop_site.officers",
    "sop_site.offline",
    "sop_site.lao",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "sop_site.officers.cms_users_app.KhumueUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "sop_site.security_headers.RealAddressMiddleware",
    "sop_site.offline.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "sop_site.security_headers.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "sop_site.middleware.language.LanguageCookieMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sop_site.middleware.sessions.SessionAgeMiddleware",
    "sop_site.middleware.dead_ends.DeadEndsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sop_site.middleware.limits.LimitsMiddleware",
    "sop_site.middleware.cms.CmsDoorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sop_site.urls"
WSGI_APPLICATION = "sop_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "sop_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# WAL with full synchronisation: "sent" is said only after a commit that survives a power cut.
# IMMEDIATE takes the write lock first, so that two writers wait instead of failing.
SQLITE_OPTIONS = {
    "timeout": 5,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728;"
    ),
}


def _database() -> dict:
    """The database that DATABASE_URL names, or SQLite in var/."""
    url = env.database("DATABASE_URL")
    most = env.number("KHUMUE_DATABASE_CONNECTIONS", 8, least=1, most=100)
    if url and not url.startswith("sqlite"):
        found = dj_database_url.parse(url, conn_health_checks=True)
        pool = {"min_size": 1, "max_size": most, "timeout": 5}
        # A lock is waited for as long as SQLite waits: then the sender is told "busy".
        waits = {"options": "-c lock_timeout=5000"}
        return {**found, "OPTIONS": {**waits, **found.get("OPTIONS", {}), "pool": pool}}
    name = dj_database_url.parse(url)["NAME"] if url else VAR_DIR / "khumue.sqlite3"
    return {
        "ENGINE": "sop_site.sqlite3",
        "NAME": name,
        "OPTIONS": SQLITE_OPTIONS,
        # Opening costs more than a page; the engine looks each time whether the file is the same.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", schemes=("redis", "rediss"))
CACHES = {
    "default": {
        "BACKEND": "sop_site.redis_cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CACHES["default"]["KEY_PREFIX"] = "khumue"

# Wagtail itself uses the default alias; long work of ours goes to "background".
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}

AUTH_USER_MODEL = "officers.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["sop_site.password_hashing.Argon2Hasher"]
# Five failures by one name from one address; a training room shares the address, not the name.
AXES_FAILURE_LIMIT = SIGN_IN_FAILURES
AXES_COOLOFF_TIME = SIGN_IN_PAUSE
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "officers:sign_in"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "lo"
LANGUAGES = [("lo", _("Lao")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Vientiane"
# One folder an app, so that each keeps its own words; "django" and "wagtail" hold Lao for theirs.
LOCALE_PATHS = [
    BASE_DIR / "sop_site" / "locale" / name
    for name in (
        "frame",
        "officers",
        "offline",
        "lao",
        "sop_pages",
        "quizzes",
        "feedback",
        "wagtail",
        "django",
    )
]
FORMAT_MODULE_PATH = ["sop_site.lao.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "sop_site.joined_files.JoinedFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"


def _media() -> dict:
    """Uploads in S3_BUCKET when it is named, else in var/media."""
    names = ("S3_ENDPOINT_URL", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    bucket, found = env.text("S3_BUCKET"), {name: env.text(name) for name in names}
    env.address("S3_ENDPOINT_URL", schemes=("http", "https"))
    env.together("S3_ACCESS_KEY", "S3_SECRET_KEY")
    if not bucket:
        for name in names:
            env.together(name, "S3_BUCKET")
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": bucket,
        "endpoint_url": found["S3_ENDPOINT_URL"] or None,
        "region_name": found["S3_REGION"] or None,
        "access_key": found["S3_ACCESS_KEY"] or None,
        "secret_key": found["S3_SECRET_KEY"] or None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": _media(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Our pages alone use them; 33 bytes less with each.
WHITENOISE_ALLOW_ALL_ORIGINS = False

WAGTAIL_SITE_NAME = "Khumue"
WAGTAILADMIN_BASE_URL = env.address(
    "PUBLIC_URL", "http://127.0.0.1:8000", schemes=("http", "https")
)
PUBLIC_URL = WAGTAILADMIN_BASE_URL
WAGTAILAPI_LIMIT_MAX = 50

# Without a mail server nothing is mailed: what would be is on the CMS's home all the same.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_USER"), env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10  # seconds
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "khumue@localhost")
# Whoever at LSSO is told once a week how many reports are late; nobody where it is empty.
FEEDBACK_HEAD_EMAIL = env.text("KHUMUE_FEEDBACK_HEAD_EMAIL")
env.together("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")
# Lines with a link to people who asked for them (sop_site/gateways.py).
NOTICES = env.flag("KHUMUE_NOTICES")
GATEWAYS = {
    "sms": (env.text("KHUMUE_SMS_URL"), env.text("KHUMUE_SMS_TOKEN")),
    "whatsapp": (env.text("KHUMUE_WHATSAPP_URL"), env.text("KHUMUE_WHATSAPP_TOKEN")),
}

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "sop_site.lao.search"}}
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_APPEND_SLASH = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "sop_pages.approving.publish_approved"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = LIMITS["image_bytes"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = LIMITS["image_pixels"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "sop_pages.uploads.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "sop_pages.uploads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS["form_bytes"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = LIMITS["form_fields"]

# Officers' pages carry nothing inline; under /cms/ the middleware adds what Wagtail needs.
SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": SELF,
        "style-src": SELF,
        "font-src": SELF,
        "connect-src": SELF,
        "frame-src": SELF,
        "manifest-src": SELF,
        "worker-src": SELF,
        "form-action": SELF,
        "frame-ancestors": SELF,
        "img-src": [*SELF, "data:", "blob:"],
        "media-src": [*SELF, "blob:"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(self)"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview is a frame
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY
SESSION_COOKIE_AGE = int(OFFICER_SESSION_IDLE.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
PROXIES = env.number("KHUMUE_PROXIES", 0, most=5)

# Ids, states and times; axes would write staff numbers and addresses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "axes": {"level": "ERROR"},
        # Answered with 400; a scanner would fill the log.
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": False},
        "khumue": {"level": "INFO"},
    },
}

env.refuse_unknown(("KHUMUE_",), near=("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "S3_BUCKET"))
