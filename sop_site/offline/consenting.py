"""Items that count only after a yes: brought by hand, or held back by the owner of their kind."""

from datetime import datetime

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from . import inbox, kinds, signals
from .models import InboxItem


def waiting_for(user):
    """The held items that this person may decide on, never those that they brought themselves."""
    may = kinds.consents(user)
    held = InboxItem.objects.held()
    return held.none() if may is None else held.filter(may).exclude(imported_by=user)


def groups_for(user):
    """What waits, gathered by owner, kind, who brought it and why it waits."""
    gathered = ("owner", "owner__name", "kind", "imported_by__name", "reason")
    rows = waiting_for(user).order_by().values(*gathered)
    return rows.annotate(
        items=Count("pk"),
        first=Min("claimed_at"),
        last=Max("claimed_at"),
        since=Min("received_at"),
    ).order_by("owner__name", "owner", "kind", "since")


def decide(user, owners: list[int], *, agreed: bool, until: datetime) -> dict[str, int]:
    """Says yes or no to all that waits of these people and had come by `until`: what the page
    showed. Returns how many items ended in each state."""
    told: dict[str, int] = {}
    for owner in owners:
        facts: dict[str, int] = {}
        items = waiting_for(user).filter(owner=owner, received_at__lte=until)
        # In the order in which they were made, as a phone sends them.
        for item in items.select_related("owner").order_by("claimed_at", "received_at", "pk"):
            _decide(item, agreed)
            state = InboxItem.objects.values_list("state", flat=True).get(pk=item.pk)
            facts[state] = facts.get(state, 0) + 1
        if facts:
            signals.items_decided.send(
                sender=None, actor=user, owner=item.owner, agreed=agreed, facts=facts
            )
        for state, count in facts.items():
            told[state] = told.get(state, 0) + count
    return told


def _decide(item: InboxItem, agreed: bool) -> None:
    if agreed:
        inbox.release(item)
    else:
        by_hand = _("Brought by hand, and not agreed to.")
        inbox.turn_down(item, by_hand if item.imported_by_id else _("Not agreed to."))
