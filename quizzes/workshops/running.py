"""Opening and closing a workshop, and the sittings of its modules."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Module, Session, Workshop

LASTS = timedelta(hours=8)


class NotOpen(Exception):
    """Raised with a translated sentence."""


@transaction.atomic
def set_state(workshop: Workshop, state: str) -> None:
    """Plans, opens or closes. Closing takes the join code away and ends the sittings."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    workshop.state = state
    if state != Workshop.State.OPEN:
        workshop.join_code = workshop.join_until = None
        workshop.sessions.filter(closed_at__isnull=True).update(closed_at=timezone.now())
    workshop.save(update_fields=["state", "join_code", "join_until"])


@transaction.atomic
def open_session(workshop: Workshop, module: Module, *, by) -> Session:
    """The sitting that runs, else a new one for eight hours. Raises NotOpen."""
    # The lock makes one sitting of two taps.
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if not workshop.is_open:
        raise NotOpen(_("The workshop is not open: open it first."))
    now = timezone.now()
    sittings = workshop.sessions.filter(module=module)
    running = sittings.running(now).first()
    if running:
        return running
    sittings.filter(closed_at__isnull=True).update(closed_at=now)
    return Session.objects.create(
        workshop=workshop,
        module=module,
        secret=secrets.token_hex(32),
        opened_by=by,
        opened_at=now,
        ends_at=now + LASTS,
    )


def close_session(workshop: Workshop, module: Module) -> None:
    running = workshop.sessions.filter(module=module, closed_at__isnull=True)
    running.update(closed_at=timezone.now())
