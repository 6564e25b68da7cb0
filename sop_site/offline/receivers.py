"""What the inbox does when something happens elsewhere."""

from django.dispatch import receiver

from sop_site.archive.signals import data_restored

from .models import Epoch


@receiver(data_restored)
def begin_new_epoch(sender, **kwargs):
    """Phones hold what came since the backup; on a new epoch they offer it again."""
    Epoch.renew()
