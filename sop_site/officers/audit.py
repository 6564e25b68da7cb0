"""The audit log: what must stay known of who did what. Other apps record their deeds here too."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

from .models import AuditEntry, User

# Deeds of this app; others name theirs in the same manner: "thing.deed".
SIGNED_IN = "session.signed_in"
SIGNED_OUT = "session.signed_out"
LOCKED_OUT = "session.locked_out"
PASSWORD_CHANGED = "user.password_changed"
ROLES_CHANGED = "user.roles_changed"
SUPERUSER_CHANGED = "user.superuser_changed"
ACTIVE_CHANGED = "user.active_changed"
SLIP_MADE = "slip.made"
SLIP_USED = "slip.used"
DATA_RESTORED = "data.restored"
DATA_MOVED = "data.moved"
ITEM_RUN_AGAIN = "inbox.run_again"
ITEMS_IMPORTED = "inbox.imported"
ITEMS_RELEASED = "inbox.released"
ITEMS_TURNED_DOWN = "inbox.turned_down"

LABELS = {
    SIGNED_IN: _("Signed in"),
    SIGNED_OUT: _("Signed out"),
    LOCKED_OUT: _("Locked out after wrong passwords"),
    PASSWORD_CHANGED: _("Password changed"),
    ROLES_CHANGED: _("Roles changed"),
    SUPERUSER_CHANGED: _("Administrator's rights changed"),
    ACTIVE_CHANGED: _("May sign in: changed"),
    SLIP_MADE: _("Sign-in slip made"),
    SLIP_USED: _("Sign-in slip used"),
    DATA_RESTORED: _("Data restored from a backup"),
    DATA_MOVED: _("Data moved to another database"),
    ITEM_RUN_AGAIN: _("Inbox item tried again"),
    ITEMS_IMPORTED: _("Items brought by hand"),
    ITEMS_RELEASED: _("Yes to items brought by hand"),
    ITEMS_TURNED_DOWN: _("No to items brought by hand"),
}


def label(deed: str, text) -> None:
    """Names a deed of another app for those who read the log; call it in AppConfig.ready()."""
    LABELS[deed] = text


def record(actor, deed: str, subject=None, **facts) -> AuditEntry:
    """Appends one entry.

    `actor` is a user, or None for the system or for someone who isn't known; `deed` is
    "thing.deed"; `subject` a saved object or a pair (kind, id); `facts` are ids, states and
    counts that JSON can hold, never names or texts.
    """
    kind, identity = _identified(subject)
    return AuditEntry.objects.create(
        actor_id=getattr(actor, "pk", None),
        deed=deed,
        subject_kind=kind,
        subject_id=identity,
        facts=facts,
    )


def record_all(deed: str, entries: Iterable[tuple]) -> None:
    """Appends many entries of one deed at once: (actor, subject, facts) each, as for `record`."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor_id=getattr(actor, "pk", None),
            deed=deed,
            subject_kind=kind,
            subject_id=identity,
            facts=facts,
        )
        for actor, (kind, identity), facts in (
            (actor, _identified(subject), facts) for actor, subject, facts in entries
        )
    )


def acting_user() -> User | None:
    """Whoever acts in the CMS in this request; None elsewhere."""
    return get_active_log_context().user


def _identified(subject) -> tuple[str, str]:
    if subject is None:
        return "", ""
    if isinstance(subject, models.Model):
        return subject._meta.model_name, str(subject.pk)
    kind, identity = subject
    return str(kind), str(identity)


def names_of(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """{id: name} for the actors and the people acted on, in one query; the removed are absent."""
    wanted = {entry.actor_id for entry in entries if entry.actor_id}
    wanted |= {
        int(entry.subject_id)
        for entry in entries
        if entry.subject_kind == "user" and entry.subject_id.isdecimal()
    }
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))
