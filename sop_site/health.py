"""GET /healthz: whether the parts that a page needs are well. Cheap enough to be asked each second.

Each part says "ok" or, in a few words, what ails it; one ailing part makes the answer a 503.
"""

import os
from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

OK = "ok"
STORAGE_KEY, STORAGE_SECONDS = "health:storage", 60
# Nothing un-migrates under a running server: once good, this process need not look again.
_migrated = False


@never_cache
def healthz(request) -> JsonResponse:
    """{status, database, migrations, search, storage, version}; 503 when one is not well."""
    database = _database()
    reached = database == OK
    parts = {
        "database": database,
        "migrations": _part(_migrations) if reached else "unknown",
        "search": _part(_search) if reached else "unknown",
        "storage": _part(_storage),
    }
    well = all(state == OK for state in parts.values())
    body = {"status": OK if well else "unwell", **parts, "version": settings.VERSION}
    response = JsonResponse(body, status=200 if well else 503)
    if not well:
        response["Retry-After"] = "5"
    return response


def _part(look: Callable[[], str]) -> str:
    """One part's state; a fault of any kind is its state, never ours."""
    try:
        return look()
    except Exception as error:
        return f"failed ({type(error).__name__})"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        return "out of reach"
    return OK


def _migrations() -> str:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            return f"{waiting} not applied"
        _migrated = True
    return OK


def _search() -> str:
    """Whether what is published can be found: an index that was lost is empty, not absent."""
    published = apps.get_model("sop_pages", "SOPPage").objects.filter(live=True)
    entries = apps.get_model("sop_pages", "SearchEntry").objects.all()
    return "empty" if published.exists() and not entries.exists() else OK


def _storage() -> str:
    if isinstance(default_storage, FileSystemStorage):
        return _folder(default_storage.location)
    # A look at another server: kept for a minute.
    state = cache.get(STORAGE_KEY)
    if state is None:
        default_storage.exists("healthz")
        state = OK
        cache.set(STORAGE_KEY, state, STORAGE_SECONDS)
    return state


def _folder(location: str) -> str:
    os.makedirs(location, exist_ok=True)
    if not os.access(location, os.W_OK):
        return "not writable"
    room = os.statvfs(location)
    free = room.f_bavail * room.f_frsize
    return OK if free >= settings.LIMITS["least_free_bytes"] else "full"
