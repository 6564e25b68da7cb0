"""Deeds in the inbox that others write down. All carry `actor`."""

from django.dispatch import Signal

# An item was handed to its handler once more: `item`, `outcome`.
item_run_again = Signal()

# Items were brought by hand: `owner`, `facts` (counts by what became of them).
items_imported = Signal()

# Somebody said yes or no to items that had been brought by hand: `owner`, `agreed`, `facts`.
items_decided = Signal()
