"""Items that come in a file: saved on a phone, brought by someone else for their owner.

The file is read and checked as a whole first; one fault, and nothing of it is taken.
"""

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import kinds, signals
from .inbox import Outcome, deliver
from .kinds import Attachment, Rejected
from .limits import limit
from .models import InboxItem
from .protocol import Item, read_id, read_item

FORMAT = "khumue-items-1"
FORMATS = "khumue-items-"
# The role that reads sensitive things; a superuser doesn't, whatever permissions say.
LEAD = "lead"


class Unreadable(Exception):
    """A file of which nothing can be taken, in a sentence for whoever brought it."""


@dataclass(frozen=True)
class Package:
    """A file that is sound: everything in it is `owner`'s."""

    owner: Any
    items: list[Item]


@dataclass(frozen=True)
class Brought:
    """One item and what became of it. `became` is stored, held, duplicate, conflict, rejected or
    sensitive; of a sensitive one neither kind nor time is told."""

    became: str
    kind: str = ""
    made_at: datetime | None = None
    outcome: Outcome | None = None


def read(content: bytes) -> Package:
    """Raises Unreadable."""
    if len(content) > limit("import_bytes"):
        raise Unreadable(
            _("This file is too big: at most %(mb)d MB.") % {"mb": limit("import_bytes") // 2**20}
        )
    raws = _items_of(content)
    owner = _owner_of(raws)
    now = timezone.now()
    items = []
    for number, raw in enumerate(raws, 1):
        try:
            items.append(_with_contents(_read_item(raw, now), raw))
        except Rejected as wrong:
            said = {"n": number, "reason": str(wrong)}
            raise Unreadable(_("Item %(n)d can't be taken: %(reason)s") % said) from None
    return Package(owner, items)


def _items_of(content: bytes) -> list[dict]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable(_("This is no file that a phone saved.")) from None
    form = found.get("format") if isinstance(found, dict) else None
    if not isinstance(form, str) or not form.startswith(FORMATS):
        raise Unreadable(_("This is no file that a phone saved."))
    if form != FORMAT:
        raise Unreadable(_("This file comes from another version; nothing of it was taken."))
    items = found.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreadable(_("This file was changed or is damaged; nothing of it was taken."))
    if not items:
        raise Unreadable(_("There is nothing in this file."))
    if len(items) > limit("import_rows"):
        raise Unreadable(_("There are too many items in this file."))
    return items


def _owner_of(items: list[dict]):
    """Whose they are: one known person's who may sign in. Raises Unreadable."""
    owners = {owner if isinstance(owner := item.get("owner"), str) else "" for item in items}
    if len(owners) > 1:
        raise Unreadable(_("This file names several people; a phone saves one person's items."))
    people = get_user_model().objects.filter(is_active=True)
    try:
        person = people.filter(public_id=owners.pop()).first()
    except (ValidationError, ValueError):
        person = None
    if person is None:
        raise Unreadable(_("The person whose items these are is not known here."))
    return person


def _read_item(raw: dict, now: datetime) -> Item:
    """Raises Rejected. Anybody could have changed the times in a file: they count as doubtful."""
    item = read_item(raw, read_id(raw), 0.0, now)
    return replace(item, times=replace(item.times, trust="low"))


def _with_contents(item: Item, raw: dict) -> Item:
    """The files of an item with the bytes that came along; one that didn't may come later, from
    the phone itself. Raises Rejected."""
    contents = raw.get("contents") or {}
    wrong = Rejected("bad_files", _("A photo in it is not what it was on the phone."))
    known = {file.sha256 for file in item.files}
    if not isinstance(contents, dict) or not contents.keys() <= known:
        raise wrong
    files = []
    for file in item.files:
        sent = contents.get(file.sha256)
        files.append(file if sent is None else _filled(file, sent, wrong))
    return replace(item, files=files)


def _filled(file: Attachment, sent, wrong: Rejected) -> Attachment:
    try:
        content = b64decode(sent, validate=True)
    except (TypeError, ValueError):
        raise wrong from None
    if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
        raise wrong
    return replace(file, content=content)


def bring(package: Package, *, importer) -> list[Brought]:
    """Puts the items into the inbox as their owner's, all in one transaction.

    A sensitive one is taken from a lead alone. Raises what `deliver` raises; nothing is stored
    then.
    """
    items = [_prepared(item) for item in package.items]
    with transaction.atomic():
        brought = list(_bring(package.owner, items, importer))
        facts: dict[str, int] = {}
        for one in brought:
            facts[one.became] = facts.get(one.became, 0) + 1
        signals.items_imported.send(
            sender=None, actor=importer, owner=package.owner, facts={**facts, "items": len(brought)}
        )
    return brought


def _bring(owner, items: list[Item], importer) -> Iterator[Brought]:
    for item in items:
        if _is_sensitive(item) and not importer.has_role(LEAD):
            yield Brought("sensitive")
            continue
        outcome = deliver(
            owner,
            item.kind,
            item.payload,
            item_id=item.id,
            files=item.files,
            schema=item.schema,
            times=item.times,
            imported_by=importer,
        )
        became = outcome.status
        if outcome.is_kept and _waits(item):
            became = "held"
        yield Brought(became, kinds.title_of(item.kind), item.times.claimed_at, outcome)


def _waits(item: Item) -> bool:
    return InboxItem.objects.held().filter(pk=item.id).exists()


def _is_sensitive(item: Item) -> bool:
    known = kinds.kind_of(item.kind)
    return known is not None and known.restricts(item.payload)


def _prepared(item: Item) -> Item:
    """Photos are drawn anew before the transaction: nobody waits for the write lock meanwhile."""
    known = kinds.kind_of(item.kind)
    if known is None or known.files is None:
        return item
    files = []
    for file in item.files:
        if file.content is not None:
            try:
                content = known.files.prepare(file.content)
                file = replace(file, content=content, prepared=True)
            except Exception:  # the inbox meets it again, and keeps it with its file
                pass
        files.append(file)
    return replace(item, files=files)
