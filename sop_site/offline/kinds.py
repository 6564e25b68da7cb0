"""The kinds of item that apps have named, and what passes between them and the inbox."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q


class Rejected(Exception):
    """Raised by a handler that refuses an item. `code` is for the phone, `message` for the person
    (a translated sentence), `field` names the part of the payload that is meant."""

    def __init__(self, code: str, message: str = "", field: str = ""):
        super().__init__(message or code)
        self.code, self.message, self.field = code, message, field


class Waits(Exception):
    """Raised by a handler that takes an item only after somebody's yes; for kinds registered with
    `may_consent`. `code` and `reason` (a translated sentence) say why."""

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(frozen=True)
class Incoming:
    """What a handler gets: checked as far as the protocol goes, the payload not yet.

    `claimed_at` is the phone's word, `received_at` ours; `time_trust` is "server" (a form sent
    with a network), "phone" or "low". `files` are {sha256, size, type}; their bytes may come later.
    `agreed` says that somebody who may has looked at it and said yes.
    """

    id: UUID
    kind: str
    schema: int
    owner: Any
    payload: dict
    received_at: datetime
    claimed_at: datetime | None = None
    time_trust: str = "server"
    receipt: str = ""
    files: list[dict] = field(default_factory=list)
    skew: float | None = None
    agreed: bool = False

    @property
    def happened_at(self) -> datetime:
        """The phone's time set right by the skew where it can be trusted, else ours."""
        if self.time_trust != "phone" or self.claimed_at is None:
            return self.received_at
        return min(self.claimed_at + timedelta(seconds=self.skew or 0), self.received_at)


@dataclass(frozen=True)
class Attachment:
    """A file of an item. `content` is None while its bytes are still on the phone; `prepared` says
    that the content has been through the kind's `prepare` already."""

    sha256: str
    size: int
    type: str
    content: bytes | None = None
    prepared: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of an item. `status` is stored, duplicate, conflict or rejected.

    `result` is what the handler returned; `need` lists files to be sent, {sha256, offset}; `code`,
    `message` and `field` say why something was rejected. `refused_files` are {sha256, code}.
    """

    status: str
    id: UUID | None = None
    receipt: str = ""
    received_at: datetime | None = None
    result: dict = field(default_factory=dict)
    need: list[dict] = field(default_factory=list)
    refused_files: list[dict] = field(default_factory=list)
    code: str = ""
    message: str = ""
    field: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the server has it, now or since an earlier try."""
        return self.status in {"stored", "duplicate"}


@dataclass(frozen=True)
class Times:
    """When something was made, as the sender says it, and how far that can be believed."""

    claimed_at: datetime | None = None
    skew: float | None = None
    trust: str = "server"


Handler = Callable[[Incoming], dict | None]


@dataclass(frozen=True)
class Files:
    """How a kind takes files: `prepare(bytes) -> bytes` checks and cleans without a database,
    `keep(incoming, sha256, bytes)` stores what was prepared. Both may raise Rejected."""

    prepare: Callable[[bytes], bytes]
    keep: Callable[[Incoming, str, bytes], None]


@dataclass(frozen=True)
class Kind:
    handler: Handler
    schemas: frozenset[int]
    files: Files | None
    is_restricted: Callable[[dict], bool]
    title: str
    hides_sender: Callable[[dict], bool]
    may_consent: Callable[[Any], Q | None] | None

    def restricts(self, payload: dict) -> bool:
        """Whether this payload is for its own readers only; what can't be judged is."""
        return _judged(self.is_restricted, payload)

    def keeps_name(self, payload: dict) -> bool:
        """Whether the sender of this payload isn't told; what can't be judged isn't."""
        return _judged(self.hides_sender, payload)


def _judged(judge: Callable[[dict], bool], payload: dict) -> bool:
    try:
        return bool(judge(payload))
    except Exception:  # whatever a payload may hold
        return True


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    handler: Handler,
    *,
    schemas: Iterable[int] = (1,),
    files: Files | None = None,
    is_restricted: Callable[[dict], bool] = lambda payload: False,
    title: str = "",
    hides_sender: Callable[[dict], bool] = lambda payload: False,
    may_consent: Callable[[Any], Q | None] | None = None,
) -> None:
    """Names the handler of a kind. It runs in the transaction that stores the item, returns what
    the phone is told (a dict) and raises Rejected.

    For those who look after the inbox: `title` is the kind in their words; `is_restricted(payload)`
    says whether the raw row may be shown to them, `hides_sender(payload)` whether the name may not.
    Where `may_consent` is given, an item that someone brought by hand waits for a yes:
    `may_consent(user)` are the inbox items that this person may say yes to, None for none.
    """
    _kinds[kind] = Kind(
        handler, frozenset(schemas), files, is_restricted, title, hides_sender, may_consent
    )


def kind_of(kind: str) -> Kind | None:
    return _kinds.get(kind)


def title_of(kind: str) -> str:
    """The kind in words, or its code where nobody named it."""
    found = _kinds.get(kind)
    return str(found.title) if found and found.title else kind


def titles() -> list[tuple[str, str]]:
    """All kinds as (code, words)."""
    return [(kind, title_of(kind)) for kind in sorted(_kinds)]


def consents(user) -> Q | None:
    """Of all that waits for a yes: what this person may say it to."""
    found = None
    for code, kind in _kinds.items():
        may = kind.may_consent(user) if kind.may_consent else None
        if may is not None:
            mine = Q(kind=code) & may
            found = mine if found is None else found | mine
    return found


def handler_of(kind: str) -> Handler | None:
    found = _kinds.get(kind)
    return found and found.handler
