"""What is written down, and what follows, when someone signs in or out or gets another role."""

from axes.signals import user_locked_out
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver

from sop_site.archive.signals import data_moved, data_restored
from sop_site.offline.signals import item_run_again, items_decided, items_imported

from . import audit, roles, sessions
from .models import User
from .numbers import normalised


@receiver(user_logged_in)
def note_sign_in(sender, request, user, **kwargs):
    sessions.begin(request, user)
    audit.record(user, audit.SIGNED_IN, user)


@receiver(user_logged_out)
def note_sign_out(sender, request, user, **kwargs):
    if user is not None:
        audit.record(user, audit.SIGNED_OUT, user)


@receiver(user_locked_out)
def note_lock_out(sender, request, username="", **kwargs):
    person = User.objects.filter(username=normalised(username or "")).first()
    audit.record(None, audit.LOCKED_OUT, person)


@receiver(m2m_changed, sender=User.groups.through)
def note_roles(sender, instance, action, reverse, pk_set, **kwargs):
    """Writes a change of roles down; a role in the CMS ends the long session of an officer."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    people = User.objects.filter(pk__in=pk_set) if reverse else [instance]
    names = _names(instance, reverse, pk_set)
    for person in people:
        person.__dict__.pop("roles", None)
        sign = "added" if action == "post_add" else "removed"
        if names:
            audit.record(audit.acting_user(), audit.ROLES_CHANGED, person, **{sign: sorted(names)})
        _follow(person, names, action == "post_add")


def _names(instance, reverse, pk_set) -> set[str]:
    if reverse:
        return {instance.name}
    groups = Group.objects.filter(pk__in=pk_set) if pk_set is not None else instance.groups.all()
    return set(groups.values_list("name", flat=True))


def _follow(person: User, names: set[str], added: bool) -> None:
    """An administrator has all rights of the CMS, and loses them with the role."""
    if roles.ADMIN in names and person.is_superuser != added:
        person.is_superuser = added
        person.save(update_fields=["is_superuser"])
    if added and names & set(roles.CMS_ROLES) and person.last_login:
        person.end_sessions()


@receiver(pre_save, sender=User)
def note_rights(sender, instance, update_fields=None, **kwargs):
    """Writes down that someone became an administrator, or may sign in (or no longer)."""
    watched = {"is_superuser": audit.SUPERUSER_CHANGED, "is_active": audit.ACTIVE_CHANGED}
    if instance._state.adding or (update_fields and not watched.keys() & set(update_fields)):
        return
    before = User.objects.filter(pk=instance.pk).values(*watched).first() or {}
    for field, deed in watched.items():
        if before and before[field] != getattr(instance, field):
            audit.record(audit.acting_user(), deed, instance, now=getattr(instance, field))


@receiver(data_restored)
def note_restore(sender, facts, **kwargs):
    audit.record(None, audit.DATA_RESTORED, **facts)


@receiver(data_moved)
def note_move(sender, facts, **kwargs):
    audit.record(None, audit.DATA_MOVED, **facts)


@receiver(item_run_again)
def note_run_again(sender, actor, item, outcome, **kwargs):
    audit.record(actor, audit.ITEM_RUN_AGAIN, item, outcome=outcome.status)


@receiver(items_imported)
def note_import(sender, actor, owner, facts, **kwargs):
    audit.record(actor, audit.ITEMS_IMPORTED, owner, **facts)


@receiver(items_decided)
def note_decision(sender, actor, owner, agreed, facts, **kwargs):
    deed = audit.ITEMS_RELEASED if agreed else audit.ITEMS_TURNED_DOWN
    audit.record(actor, deed, owner, **facts)
