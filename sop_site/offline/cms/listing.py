"""What the inbox's pages show of items: never more than their kind allows."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import kinds, receipts
from ..models import NO_CONSENT, InboxItem

WAITING = "waiting"
STATES = {
    WAITING: gettext_lazy("Waits for someone"),
    "rejected": gettext_lazy("Refused"),
    "failed": gettext_lazy("Failed"),
    "by_hand": gettext_lazy("Brought by hand"),
}


@dataclass(frozen=True)
class Filters:
    """What is looked for; `query` is the same as an address."""

    state: str = WAITING
    kind: str = ""
    text: str = ""

    @classmethod
    def read(cls, asked) -> "Filters":
        state, kind = asked.get("state", ""), asked.get("kind", "")
        return cls(
            state if state in STATES else WAITING,
            kind if kinds.kind_of(kind) else "",
            asked.get("q", "").strip()[:60],
        )

    @property
    def query(self) -> str:
        told = {"state": self.state if self.state != WAITING else "", "kind": self.kind}
        return urlencode(
            {name: value for name, value in (told | {"q": self.text}).items() if value}
        )


def items_for(filters: Filters):
    """The items of a list. A filter that would tell more of restricted ones leaves them out."""
    items = InboxItem.objects.select_related("owner", "imported_by")
    if filters.state == WAITING:
        items = items.waiting()
    elif filters.state == "by_hand":
        items = items.open_to_view().exclude(imported_by=None)
    else:
        items = items.filter(state=filters.state)
    if filters.kind:
        items = items.open_to_view().filter(kind=filters.kind)
    if filters.text:
        items = _found(items, filters.text)
    return items.order_by("-received_at", "pk")


def _found(items, text: str):
    """By receipt, or by id."""
    try:
        return items.filter(pk=UUID(text))
    except ValueError:
        return items.filter(receipt=receipts.read(text))


def shown(item: InboxItem) -> dict:
    """What a list and a page may tell of an item: of a restricted one id and reason only."""
    told = {
        "id": item.pk,
        "reason": reason_of(item),
        "may_try": may_try(item),
        "restricted": item.restricted,
    }
    if item.restricted:
        return told
    known = kinds.kind_of(item.kind)
    keeps_name = known is None or (not item.emptied_at and known.keeps_name(item.payload))
    return told | {
        "item": item,
        "kind": kinds.title_of(item.kind),
        "who": _("keeps the name back") if keeps_name else item.owner.name,
    }


def may_try(item: InboxItem) -> bool:
    """Whether trying again may help; what got a no stays as it is."""
    return item.state in {"rejected", "failed", "handled"} and item.code != NO_CONSENT


def reason_of(item: InboxItem) -> str:
    """In words. Of a breakdown only its name is known; what was written is in no log."""
    if item.state == InboxItem.State.FAILED:
        return _("Our fault: %(name)s") % {"name": item.reason}
    if item.state == InboxItem.State.HANDLED:
        return _("A file of it failed")
    return item.reason or item.code


def payload_of(item: InboxItem) -> str:
    """The payload as text for the page, or nothing when it may not be shown or is gone."""
    if item.restricted or item.emptied_at:
        return ""
    return json.dumps(item.payload, ensure_ascii=False, indent=2, sort_keys=True)
