"""Files of items, which come in parts: each part is committed before the phone hears of it."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from .inbox import file_arrived
from .models import InboxFile, InboxItem

MOST_TRIES = 3  # of a file whose bytes are not what their hash says


class Refused(Exception):
    """A part that isn't taken: HTTP `status`, `code`, and what the phone is told beside."""

    def __init__(self, status: int, code: str, **more):
        super().__init__(code)
        self.status, self.code, self.more = status, code, more


def take_part(user, item_id: UUID, sha256: str, offset: int, part: bytes) -> InboxFile:
    """Puts a part at its place; the last one hands the file to the owner of its item's kind.

    A part that was taken already is told the true place (409). Raises Refused.
    """
    with transaction.atomic():
        file = _find(user, item_id, sha256)
        coming = file.state == InboxFile.State.COMING
        wrong = _append(file, offset, part) if coming else None
    if wrong:
        raise wrong
    finish(file)
    if file.state == InboxFile.State.REJECTED:
        raise Refused(422, file.code, complete=True, offset=file.size, message=file.reason)
    return file


def finish(file: InboxFile) -> None:
    """Hands over a whole file, unless its item itself still waits to be handled."""
    if file.state == InboxFile.State.WHOLE and file.item.state == InboxItem.State.HANDLED:
        file_arrived(file)


def finish_all() -> str | None:
    """Hands over what arrived whole when the server was stopped in between."""
    waiting = InboxFile.objects.select_related("item", "item__owner").filter(
        state=InboxFile.State.WHOLE, item__state=InboxItem.State.HANDLED
    )
    count = 0
    for file in waiting.iterator(chunk_size=10):
        finish(file)
        count += 1
    return f"{count} files were handed over." if count else None


def _find(user, item_id: UUID, sha256: str) -> InboxFile:
    """The announced file of this person's item, locked. Another's is not known of."""
    files = InboxFile.objects.select_for_update(of=("self",)).select_related("item", "item__owner")
    file = files.filter(item_id=item_id, sha256=sha256, item__owner=user).first()
    if file is None:
        raise Refused(404, "unknown_file")
    return file


def _append(file: InboxFile, offset: int, part: bytes) -> Refused | None:
    """Adds the part and saves. What is refused after a change is returned, to be committed."""
    if offset != file.offset:
        raise Refused(409, "offset", offset=file.offset, complete=False)
    if offset + len(part) > file.size:
        raise Refused(413, "too_big", offset=file.offset, complete=False)
    file.data = bytes(file.data) + part
    file.offset += len(part)
    wrong = None
    if file.offset == file.size:
        wrong = _close(file)
    file.save(update_fields=["data", "offset", "state", "tries", "code", "reason"])
    return wrong


def _close(file: InboxFile) -> Refused | None:
    """All bytes are here: are they the ones? After three wrong tries the file is parked."""
    if hashlib.sha256(file.data).hexdigest() == file.sha256:
        file.state = InboxFile.State.WHOLE
        return None
    file.data, file.offset, file.tries = b"", 0, file.tries + 1
    if file.tries < MOST_TRIES:
        return Refused(422, "wrong_hash", offset=0, complete=False)
    file.state, file.code = InboxFile.State.REJECTED, "parked"
    file.reason = _("The file arrived broken three times.")
    return Refused(422, "parked", offset=0, complete=True, message=file.reason)
