"""What phones sent in a person's name, as the inbox has it."""

from django.utils import timezone

from sop_site.offline.models import InboxFile, InboxItem

from .models import User


def tell(person: User) -> list[dict]:
    """Each item with what it carried, as long as that is kept."""
    items = InboxItem.objects.filter(owner=person).order_by("received_at", "pk")
    return list(items.values("kind", "receipt", "state", "received_at", "payload"))


def forget(person: User) -> None:
    """Empties what came. Id, digest and receipt stay: they tell a duplicate from a conflict."""
    items = InboxItem.objects.filter(owner=person)
    InboxFile.objects.filter(item__in=items).update(data=b"")
    items.filter(emptied_at=None).update(payload={}, emptied_at=timezone.now())
