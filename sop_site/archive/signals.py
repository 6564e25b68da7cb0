"""What other apps may want to know; sent where a failure still undoes everything."""

from django.dispatch import Signal

# An older state was put in place. Sent with `facts`: ids and counts for the audit log.
data_restored = Signal()

# The same state now lies in another database. Sent with `facts`.
data_moved = Signal()
