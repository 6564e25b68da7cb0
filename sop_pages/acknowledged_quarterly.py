"""What the quarterly report says of confirmations: people who confirmed a release."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from . import quarterly
from .evidence import Period
from .models import Acknowledgement


def confirmed(period: Period) -> quarterly.Counts:
    """People, each once however many releases they confirmed; one query."""
    first, end = period.moments()
    words = Acknowledgement.objects.filter(confirmed_at__gte=first, confirmed_at__lt=end)
    counted = words.order_by().values_list("person__province", "person__sex")
    rows = counted.annotate(n=Count("person", distinct=True))
    return {(province or "", sex): n for province, sex, n in rows}


def register() -> None:
    quarterly.register(
        quarterly.Measure(
            "confirmed",
            _("Confirmed an SOP"),
            _("Confirmed that they read an SOP: %(n)d people."),
            confirmed,
        )
    )
