"""The sync protocol's rules for a batch and its items: nothing here needs a request or writes.

What a phone sends is checked here as far as every kind has it in common. A fault in an item is
that item's alone.
"""

import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from .kinds import Attachment, Rejected, Times
from .limits import limit
from .text import has_lone_surrogate

PROTOCOL = 1
# Beyond five minutes between two readings of the phone's clock, its time says little.
DOUBTFUL_SKEW = 300
WRITTEN_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_SKEW = 100 * 366 * 86_400


class BadBatch(Exception):
    """A batch that can't be read at all. `status` is the HTTP status, `code` for the phone."""

    def __init__(self, status: int, code: str):
        super().__init__(code)
        self.status, self.code = status, code


@dataclass(frozen=True)
class Batch:
    skew: float
    items: list


@dataclass(frozen=True)
class Item:
    """An item whose frame is sound."""

    id: UUID
    kind: str
    schema: int
    payload: dict
    files: list[Attachment]
    times: Times


def read_batch(body: bytes, now: datetime) -> Batch:
    """Raises BadBatch: 400 for what is no batch, 413 for too many items, 426 for the protocol."""
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadBatch(400, "bad_json") from None
    if not isinstance(found, dict):
        raise BadBatch(400, "bad_batch")
    protocol = found.get("protocol")
    if not isinstance(protocol, int) or isinstance(protocol, bool):
        raise BadBatch(400, "bad_batch")
    if protocol != PROTOCOL:
        raise BadBatch(426, "protocol")
    client_now = read_time(found.get("client_now"))
    if client_now is None:
        raise BadBatch(400, "bad_client_now")
    items = found.get("items")
    if not isinstance(items, list):
        raise BadBatch(400, "bad_items")
    if len(items) > limit("batch_items"):
        raise BadBatch(413, "too_many_items")
    return Batch(skew=(now - client_now).total_seconds(), items=items)


def read_time(value) -> datetime | None:
    """An ISO time with a zone as UTC; None for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def echo_of(raw) -> str | None:
    """The id as it was sent; None when it was no string."""
    sent = raw.get("id") if isinstance(raw, dict) else None
    return sent if isinstance(sent, str) else None


def is_of(raw, uid: str) -> bool:
    """Whether the item is this person's. Raises Rejected when it names no owner at all."""
    owner = raw.get("owner") if isinstance(raw, dict) else None
    if not isinstance(owner, str):
        raise Rejected("bad_owner", _("This item does not say who made it."), "owner")
    return owner == uid


def read_id(raw) -> UUID:
    sent = echo_of(raw)
    if sent is None or not WRITTEN_UUID.fullmatch(sent) or not UUID(sent).int:
        raise Rejected("bad_id", _("This item has no usable id."), "id")
    return UUID(sent)


def read_item(raw: dict, item_id: UUID, skew: float, now: datetime) -> Item:
    """Raises Rejected for a frame that is not sound."""
    kind, schema, payload = raw.get("kind"), raw.get("schema", 1), raw.get("payload")
    if not isinstance(kind, str):
        raise Rejected("bad_kind", _("This item does not say what it is."), "kind")
    if not isinstance(schema, int) or isinstance(schema, bool) or not 1 <= schema <= 1000:
        raise Rejected("unknown_schema", _("This item comes from another version."), "schema")
    if not isinstance(payload, dict):
        raise Rejected("bad_payload", _("This item has no content that can be read."), "payload")
    _check_values(payload, limit("payload_depth"))
    return Item(item_id, kind, schema, payload, read_files(raw), read_times(raw, skew, now))


def _check_values(value, depth: int) -> None:
    """Raises Rejected for what a database can't keep: half signs, NaN, huge numbers, deep nests."""
    if depth == 0:
        raise Rejected("too_deep", _("This item has no content that can be read."), "payload")
    if isinstance(value, str) and has_lone_surrogate(value):
        raise Rejected("bad_text", _("The text holds characters that cannot be kept."), "payload")
    if isinstance(value, float) and not math.isfinite(value):
        raise Rejected("bad_number", _("A number cannot be read."), "payload")
    if isinstance(value, int) and abs(value) > 2**53:
        raise Rejected("bad_number", _("A number cannot be read."), "payload")
    if isinstance(value, dict):
        for key, entry in value.items():
            _check_values(key, depth)
            _check_values(entry, depth - 1)
    if isinstance(value, list):
        for entry in value:
            _check_values(entry, depth - 1)


def read_files(raw: dict) -> list[Attachment]:
    """Raises Rejected for what is not {sha256, size, type}, for too many, for one twice."""
    sent = raw.get("files", [])
    wrong = Rejected("bad_files", _("The attached files cannot be read."), "files")
    if not isinstance(sent, list):
        raise wrong
    if len(sent) > limit("item_files"):
        raise Rejected("too_many_files", _("These are too many files, or one twice."), "files")
    found = []
    for file in sent:
        if not isinstance(file, dict):
            raise wrong
        sha256, size, kind = file.get("sha256"), file.get("size"), file.get("type")
        if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
            raise wrong
        if not isinstance(size, int) or isinstance(size, bool) or size < 1:
            raise wrong
        if not isinstance(kind, str) or len(kind) > 100 or has_lone_surrogate(kind):
            raise wrong
        if size > limit("file_bytes"):
            raise Rejected("file_too_big", _("A file is too big."), "files")
        found.append(Attachment(sha256, size, kind.replace("\x00", "")))
    if len({file.sha256 for file in found}) < len(found):
        raise Rejected("too_many_files", _("These are too many files, or one twice."), "files")
    return found


def read_times(raw: dict, skew: float, now: datetime) -> Times:
    """The phone's time is a claim: what can't be believed is stored as doubtful, never refused."""
    claimed = read_time(raw.get("created_at"))
    at_create = raw.get("skew_at_create")
    numeric = isinstance(at_create, (int, float)) and not isinstance(at_create, bool)
    if at_create is None:
        used, sound = skew, True
    elif numeric and abs(at_create) < MOST_SKEW:  # NaN compares as False
        used, sound = float(at_create), True
    else:
        used, sound = skew, False
    kept_skew = used if abs(used) < MOST_SKEW else None
    if claimed is None or not 2000 <= claimed.year < 2200:
        return Times(None, kept_skew, "low")
    steady = abs(skew) <= DOUBTFUL_SKEW and abs(used - skew) <= DOUBTFUL_SKEW
    ahead = kept_skew is not None and claimed + timedelta(seconds=kept_skew) > now + timedelta(
        seconds=DOUBTFUL_SKEW
    )
    return Times(claimed, kept_skew, "phone" if sound and steady and not ahead else "low")
