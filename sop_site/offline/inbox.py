"""The one way in for all that a phone or a form sends: stored first, then handed to its owner.

Apps register a handler for each kind in AppConfig.ready(); the inbox knows none of them.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from . import receipts
from .kinds import (
    Attachment,
    Files,
    Incoming,
    Kind,
    Outcome,
    Rejected,
    Times,
    Waits,
    handler_of,
    kind_of,
    register,
)
from .limits import limit
from .models import NO_CONSENT, InboxFile, InboxItem
from .text import without_nul

__all__ = [
    "Attachment",
    "Files",
    "Incoming",
    "Outcome",
    "Rejected",
    "Times",
    "Waits",
    "deliver",
    "file_arrived",
    "handler_of",
    "kind_of",
    "register",
    "release",
    "run_again",
    "turn_down",
]

log = logging.getLogger(__name__)

# The database locked or gone, the disk full: nothing is stored, the sender tries again.
PASSING = (OperationalError, InterfaceError, OSError)
OPEN = {InboxItem.State.REJECTED, InboxItem.State.FAILED}
HANDLING = ["state", "handled_at", "code", "reason", "field", "result", "attempts"]


def digest_of(kind: str, payload: dict, hashes: Iterable[str]) -> str:
    """One hash for one content, whatever the order of keys."""
    text = json.dumps([kind, payload, sorted(hashes)], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def deliver(
    user,
    kind: str,
    payload: dict,
    *,
    item_id: UUID | None = None,
    files: Iterable[Attachment] = (),
    schema: int = 1,
    claimed_at: datetime | None = None,
    times: Times | None = None,
    imported_by=None,
) -> Outcome:
    """Stores an item and hands it to the owner of its kind, once, however often it is sent.

    `imported_by` is whoever brings it by hand for `user`; where the kind asks for a yes, it is
    stored and waits.

    Raises one of PASSING when the database or the disk can't be written (nothing is stored
    then, the sender tries again); anything else that a handler raises is kept with the row.
    """
    files = list(files)
    times = times or Times(claimed_at=claimed_at)
    payload = without_nul(payload)
    known = kind_of(kind)
    refusal = _refusal(user, known, schema, files)
    if refusal:
        return refusal
    item = InboxItem(
        id=item_id or uuid4(),
        owner=user,
        kind=kind,
        schema=schema,
        payload=payload,
        digest=digest_of(kind, payload, [file.sha256 for file in files]),
        restricted=known.restricts(payload),
        claimed_at=times.claimed_at,
        skew=times.skew,
        time_trust=times.trust,
        imported_by=imported_by,
    )
    with transaction.atomic():
        earlier = _store(item)
        if earlier:
            return _again(item, earlier)
        _keep_files(item, files)
        if imported_by and known.may_consent:
            _hold(item)
        else:
            _handle(item)
        return _outcome(item, "stored")


def run_again(item) -> Outcome:
    """Hands a refused or failed item to its handler once more, or the files that failed.

    A handled one is left alone, and one that got a no from whoever had to consent.
    """
    with transaction.atomic():
        item = _locked(item)
        failed = item.files.filter(state=InboxFile.State.FAILED)
        again = failed.update(state=InboxFile.State.WHOLE, code="", reason="")
        if item.state == InboxItem.State.HANDLED:
            _take_files(item, list(item.files.filter(state=InboxFile.State.WHOLE)))
            return _outcome(item, "stored" if again else "duplicate")
        if item.state not in OPEN or item.code == NO_CONSENT:
            return _outcome(item, "duplicate")
        _handle(item)
        return _outcome(item, "stored")


def release(item) -> Outcome:
    """Hands an item that waited for a yes to its handler; another one is left alone."""
    with transaction.atomic():
        item = _locked(item)
        if item.state != InboxItem.State.HELD:
            return _outcome(item, "duplicate")
        _handle(item, agreed=True)
        return _outcome(item, "stored")


def turn_down(item, message: str) -> Outcome:
    """Refuses an item that waited for a yes; its owner's phone may still send it itself."""
    with transaction.atomic():
        item = _locked(item)
        if item.state == InboxItem.State.HELD:
            item.state, item.code, item.reason = InboxItem.State.REJECTED, NO_CONSENT, message[:300]
            item.save(update_fields=["state", "code", "reason"])
        return _outcome(item, "duplicate")


def _locked(item) -> InboxItem:
    return InboxItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def file_arrived(file) -> None:
    """Hands a whole file to the owner of its item's kind; a refusal is kept with the file."""
    known = kind_of(file.item.kind)
    if known and known.files and not file.prepared:
        _try_file(file, lambda: _prepare(file, known.files))
    with transaction.atomic():
        _take_files(file.item, [file])


def _refusal(user, known: Kind | None, schema: int, files: list[Attachment]) -> Outcome | None:
    def no(code, message, field="files"):
        return Outcome("rejected", code=code, message=message, field=field)

    if known is None:
        return no("unknown_kind", _("This version does not know this kind of item."), "kind")
    if schema not in known.schemas:
        return no("unknown_schema", _("This item comes from another version."), "schema")
    if not files:
        return None
    if known.files is None:
        return no("no_files", _("Nothing can be attached to this."))
    if len(files) > limit("item_files") or len({f.sha256 for f in files}) < len(files):
        return no("too_many_files", _("These are too many files, or one twice."))
    since = timezone.now() - timedelta(days=1)
    sent = InboxFile.objects.filter(item__owner=user, item__received_at__gte=since)
    total = sent.aggregate(total=Sum("size"))["total"] or 0
    if total + sum(file.size for file in files) > limit("files_a_day_bytes"):
        return no("quota", _("That is all the photos for today. Please send it tomorrow."))
    return None


def _store(item):
    """Writes the row; returns the earlier one when the id is taken.

    The database decides a race: whoever inserts second waits, and then finds the first row.
    """
    while True:
        earlier = InboxItem.objects.filter(pk=item.pk).first()
        if earlier:
            return earlier
        item.receipt = receipts.free_code(
            lambda code: InboxItem.objects.filter(receipt=code).exists()
        )
        try:
            with transaction.atomic():
                item.save(force_insert=True)
            return None
        except IntegrityError:
            # The same id, or the same receipt, was stored a moment ago: look again.
            continue


def _again(item, earlier) -> Outcome:
    if earlier.owner_id != item.owner_id or earlier.digest != item.digest:
        return Outcome("conflict", id=item.id)
    if earlier.imported_by_id and not item.imported_by_id:
        earlier = _locked(earlier)
        # The owner has sent it: what was brought by hand needs nobody's yes any more.
        if earlier.state == InboxItem.State.HELD or earlier.code == NO_CONSENT:
            _handle(earlier)
    return _outcome(earlier, "duplicate")


def _hold(item) -> None:
    item.state = InboxItem.State.HELD
    item.save(update_fields=["state"])


def _keep_files(item, files: list[Attachment]) -> None:
    for file in files:
        whole = file.content is not None
        InboxFile.objects.create(
            item=item,
            sha256=file.sha256,
            size=file.size,
            type=file.type[:100],
            offset=file.size if whole else 0,
            data=file.content or b"",
            prepared=file.prepared,
            state=InboxFile.State.WHOLE if whole else InboxFile.State.COMING,
        )


def _incoming(item, agreed: bool = False) -> Incoming:
    return Incoming(
        id=item.id,
        kind=item.kind,
        schema=item.schema,
        owner=item.owner,
        payload=item.payload,
        received_at=item.received_at,
        claimed_at=item.claimed_at,
        time_trust=item.time_trust,
        receipt=item.receipt,
        files=list(item.files.values("sha256", "size", "type")),
        skew=item.skew,
        agreed=agreed,
    )


def _handle(item, agreed: bool = False) -> None:
    """Runs the handler in a savepoint; the row keeps what came of it."""
    state = type(item).State
    item.attempts += 1
    item.code = item.reason = item.field = ""
    try:
        with transaction.atomic():
            item.result = kind_of(item.kind).handler(_incoming(item, agreed)) or {}
        item.state, item.handled_at = state.HANDLED, timezone.now()
    except Rejected as refused:
        item.state = state.REJECTED
        item.code, item.field = refused.code[:40], refused.field[:60]
        item.reason = str(refused.message)[:300]
    except Waits as why:
        item.state, item.code, item.reason = state.HELD, why.code[:40], str(why.reason)[:300]
        item.result = {"waits_for_yes": True}
    except PASSING:
        raise
    except Exception as error:
        # The traceback stays out of the log: it may carry what the person wrote.
        log.error("Inbox item %s (%s) failed: %s.", item.id, item.kind, type(error).__name__)
        item.state, item.code = state.FAILED, "failed"
        item.reason = type(error).__name__
    item.save(update_fields=HANDLING)
    if item.state == state.HANDLED:
        _take_files(item, list(item.files.filter(state="whole")))


def _take_files(item, files) -> None:
    known = kind_of(item.kind).files
    for file in files:
        if known and file.state == "whole":
            _try_file(file, lambda file=file: _keep_file(item, file, known))


def _prepare(file, known: Files) -> None:
    file.data, file.prepared = known.prepare(bytes(file.data)), True


def _keep_file(item, file, known: Files) -> None:
    if not file.prepared:
        _prepare(file, known)
    known.keep(_incoming(item), file.sha256, bytes(file.data))
    file.state, file.data = "taken", b""


def _try_file(file, deed: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            deed()
    except Rejected as refused:
        file.state, file.data, file.code = "rejected", b"", refused.code[:40]
        file.reason = str(refused.message)[:300]
    except PASSING:
        raise
    except Exception as error:
        log.error("File %s of item %s failed: %s.", file.pk, file.item_id, type(error).__name__)
        file.state, file.code, file.reason = "failed", "failed", type(error).__name__
    file.save(update_fields=["state", "data", "prepared", "code", "reason"])


def _outcome(item, status: str) -> Outcome:
    if item.state == "rejected":
        return Outcome(
            "rejected", id=item.id, code=item.code, message=item.reason, field=item.field
        )
    files = list(item.files.all())
    return Outcome(
        status,
        id=item.id,
        receipt=item.receipt,
        received_at=item.received_at,
        result=item.result,
        need=[{"sha256": f.sha256, "offset": f.offset} for f in files if f.state == "coming"],
        refused_files=[
            {"sha256": f.sha256, "code": f.code} for f in files if f.state == "rejected"
        ],
    )
