"""A phone as the protocol wants it, in plain Python: what it keeps, and how it takes each reply."""

import hashlib
import io
import uuid
from dataclasses import dataclass, field

from django.utils import timezone
from PIL import Image

_picture = io.BytesIO()
Image.new("RGB", (8, 8), "red").save(_picture, "JPEG")
PICTURE = _picture.getvalue()


def photo(number: int) -> bytes:
    """A JPEG like no other: its comment holds the number."""
    note = b"%d" % number
    return PICTURE[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + PICTURE[2:]


@dataclass
class Kept:
    """An item on the phone. `need` are the files that the server has asked for, with the place."""

    wire: dict
    contents: dict[str, bytes]
    receipt: str = ""
    need: dict[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.wire["id"]

    @property
    def owner(self) -> str:
        return self.wire["owner"]


class SharedPhone:
    """`outbox` and `sent` hold Kept by id, of all who use this phone."""

    def __init__(self):
        self.outbox: dict[str, Kept] = {}
        self.sent: dict[str, Kept] = {}
        self.epochs: dict[str, str] = {}
        self.written = 0

    def write(self, uid: str, text: str, photos: int) -> None:
        contents = [photo(10 * self.written + n) for n in range(photos)]
        self.written += 1
        files = {hashlib.sha256(content).hexdigest(): content for content in contents}
        wire = {
            "id": str(uuid.uuid4()),
            "kind": "feedback.report",
            "schema": 1,
            "owner": uid,
            "created_at": timezone.now().isoformat(),
            "payload": {"text": f"{self.written}.{text}", "category": "sop"},
            "files": [
                {"sha256": sha256, "size": len(content), "type": "image/jpeg"}
                for sha256, content in files.items()
            ],
        }
        self.outbox[wire["id"]] = Kept(wire, files)

    def due(self, uid: str) -> list[Kept]:
        return [kept for kept in self.outbox.values() if kept.owner == uid]

    def meet_epoch(self, uid: str, epoch: str) -> None:
        """A new one: what was sent is offered again."""
        if self.epochs.get(uid, epoch) != epoch:
            for kept in [kept for kept in self.sent.values() if kept.owner == uid]:
                del self.sent[kept.id]
                self.outbox[kept.id] = Kept(kept.wire, kept.contents)
        self.epochs[uid] = epoch

    def hear(self, results: list[dict]) -> None:
        for said in results:
            kept = self.outbox.get(said["id"])
            if kept and said["status"] in {"stored", "duplicate"}:
                kept.receipt = said["receipt"]
                kept.need = {need["sha256"]: need["offset"] for need in said.get("need", [])}
                self._close(kept)

    def hear_of_part(self, item_id: str, sha256: str, status: int, said: dict) -> None:
        kept = self.outbox.get(item_id)
        if not kept or sha256 not in kept.need:
            return
        if said.get("complete") or status == 404:
            del kept.need[sha256]
            self._close(kept)
        elif "offset" in said:
            kept.need[sha256] = said["offset"]

    def _close(self, kept: Kept) -> None:
        """Sent: a receipt in hand, and no photo still asked for."""
        if not kept.need:
            self.sent[kept.id] = self.outbox.pop(kept.id)
