"""The limits of what may be sent; each can be set in settings.LIMITS by its name."""

import time

from django.conf import settings
from django.core.cache import cache

DEFAULTS = {
    "batch_items": 50,
    "batch_bytes": 1024 * 1024,
    "drain_bytes": 4 * 1024 * 1024,
    "batches_a_minute": 600,
    "chunk_bytes": 64 * 1024,
    "chunks_a_minute": 1200,
    "item_files": 4,
    "file_bytes": 5_000_000,
    "files_a_day_bytes": 100_000_000,
    "payload_depth": 12,
    "report_text": 5_000,
    "note_text": 600,
    "solution_text": 1_000,
    "votes_a_day": 30,
    "report_photos": 3,
    "voice_bytes": 250_000,
    "voice_seconds": 60,
    "photo_bytes": 5 * 1024 * 1024,
    "photo_pixels": 50_000_000,
    "photo_side": 2_048,
    "import_bytes": 5 * 1024 * 1024,
    "import_rows": 5_000,
    "import_questions": 500,
    "form_bytes": 4 * 1024 * 1024,
}


def limit(name: str) -> int:
    return getattr(settings, "LIMITS", {}).get(name, DEFAULTS[name])


def seconds_to_wait(what: str, who: str, most: int, *, period: int = 60) -> int:
    """Counts one deed of `who`; 0 when it is within `most` a period, else the seconds until the
    next period. Counted by the clock's minute: cheap, and the same for all processes."""
    now = time.time()
    key = f"limit:{what}:{who}:{int(now // period)}"
    cache.add(key, 0, period * 2)
    try:
        count = cache.incr(key)
    except ValueError:  # dropped from the cache between the two calls
        return 0
    return 0 if count <= most else max(1, int(period - now % period))
