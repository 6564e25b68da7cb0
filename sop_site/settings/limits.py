"""How much of anything is taken. KHUMUE_<NAME> in the environment overrides each.

Sizes are bytes; what is counted "a minute" is counted by the person or, before sign-in, by the
address (a whole workshop shares one).
"""

from datetime import timedelta

from . import environment as env

KB, MB = 1024, 1024 * 1024


def _limit(name: str, default: int, *, least: int = 1) -> int:
    return env.number(f"KHUMUE_{name.upper()}", default, least=least)


LIMITS = {
    name: _limit(name, default)
    for name, default in {
        # Items of the inbox: over them 413, or 429 with Retry-After.
        "batch_items": 50,
        "batch_bytes": 1 * MB,
        "batches_a_minute": 600,
        "drain_bytes": 4 * MB,
        "payload_depth": 12,
        # Files by chunks: over them 413 or 429.
        "chunk_bytes": 64 * KB,
        "chunks_a_minute": 1200,
        "item_files": 4,
        "file_bytes": 5_000_000,
        "files_a_day_bytes": 100_000_000,
        # Text and photos: over them the item is rejected.
        "report_text": 5000,
        "answer_text": 2000,
        "note_text": 600,
        "solution_text": 1_000,
        "votes_a_day": 30,
        "report_photos": 3,
        "photo_bytes": 5 * MB,
        "photo_pixels": 50_000_000,
        "photo_side": 2048,
        "voice_bytes": 250_000,
        "voice_seconds": 60,
        # Reading: over them 429.
        "searches_a_minute": 120,
        "pages_a_minute": 600,
        "anonymous_searches_a_minute": 3000,
        "anonymous_pages_a_minute": 12_000,
        # Making a PDF that isn't there yet: over them 429.
        "pdfs_a_minute": 10,
        "anonymous_pdfs_a_minute": 60,
        # Imports: over them an error with the row.
        "import_bytes": 5 * MB,
        "import_rows": 5000,
        "import_questions": 500,
        # What one form or one upload in the CMS may bring; a MB of Lao is three in a form.
        "form_bytes": 4 * MB,
        "form_fields": 10_000,
        "image_bytes": 10 * MB,
        "image_pixels": 50_000_000,
        "document_bytes": 20 * MB,
        # Below this much free room the storage counts as unwell.
        "least_free_bytes": 50 * MB,
    }.items()
}

SIGN_IN_FAILURES = _limit("sign_in_failures", 5)
SIGN_IN_PAUSE = timedelta(minutes=_limit("sign_in_pause_minutes", 15))
SLIP_VALID = timedelta(days=_limit("slip_valid_days", 14))
# How long the inbox keeps what came as it came, once it was handled.
RAW_PAYLOADS_KEPT = timedelta(days=_limit("raw_payload_days", 90))
# How long a closed report keeps name, words and photos; then it is a number.
REPORT_NAMES_KEPT = timedelta(days=_limit("report_names_days", 730))
OFFICER_SESSION_IDLE = timedelta(days=_limit("officer_session_idle_days", 30))
OFFICER_SESSION_LONGEST = timedelta(days=_limit("officer_session_longest_days", 90))
CMS_SESSION_IDLE = timedelta(hours=_limit("cms_session_idle_hours", 8))
CMS_SESSION_LONGEST = timedelta(hours=_limit("cms_session_longest_hours", 24))
# In how many working days the first reply is due, by how bad it is; "" is for all else.
FIRST_REPLY_DAYS = {
    "stops": _limit("first_reply_days_stops", 3),
    "": _limit("first_reply_days", 5),
}
# After how many more working days a late report rises to the feedback leads.
LATE_RISES_AFTER = _limit("late_rises_after", 2)
