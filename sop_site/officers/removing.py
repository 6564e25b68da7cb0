"""A person asks to be removed, may take it back, and is removed by an administrator.

Nothing is deleted that others count on: the row stays with its number, without a name, so that
figures add up as before and a log's number resolves to "removed".
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit, held_items, roles
from .holdings import Holding, all_holdings, register
from .models import AuditEntry, RemovalRequest, User

REMOVAL_ASKED = "user.removal_asked"
REMOVAL_TAKEN_BACK = "user.removal_taken_back"
REMOVED = "user.removed"
FILE_FETCHED = "user.own_file_fetched"
# Names of someone who has none any more.
NAME, NAME_LATIN = "ລຶບອອກແລ້ວ", "Removed"


class RemovalError(Exception):
    """It can't be done now; says why in the person's language."""


def register_all() -> None:
    audit.label(REMOVAL_ASKED, gettext_lazy("Asked to be removed"))
    audit.label(REMOVAL_TAKEN_BACK, gettext_lazy("Took back the wish to be removed"))
    audit.label(REMOVED, gettext_lazy("Person removed"))
    audit.label(FILE_FETCHED, gettext_lazy("Fetched what is held on them"))
    register(
        Holding(
            "person",
            gettext_lazy("My page: number, name, place, e-mail"),
            tell_person,
            stays=gettext_lazy("The province stays, for figures."),
        )
    )
    register(
        Holding(
            "log",
            gettext_lazy("What I did, as the log has it"),
            tell_log,
            stays=gettext_lazy("The log stays: it holds a number, never a name."),
        )
    )
    register(
        Holding(
            "sent",
            gettext_lazy("What my phone sent, as it came"),
            held_items.tell,
            forget=held_items.forget,
            stays=gettext_lazy("That something was sent stays: receipt and day, without words."),
        )
    )


def tell_person(person: User) -> list[dict]:
    return [
        {
            "number": person.username,
            "name": person.name,
            "name_latin": person.name_latin,
            "sex": person.sex,
            "email": person.email,
            "province": person.province_id,
            "district": person.district_id,
            "language": person.language,
            "since": person.date_joined,
            "last_sign_in": person.last_login,
            "roles": sorted(person.roles),
        }
    ]


def tell_log(person: User) -> list[dict]:
    """Deeds of the person and deeds on them; who else was in it is that one's own."""
    entries = AuditEntry.objects.filter(actor_id=person.pk) | AuditEntry.objects.about(
        "user", person.pk
    )
    return list(entries.order_by("at", "pk").values("at", "deed"))


@transaction.atomic
def ask(person: User) -> RemovalRequest:
    """Keeps the wish; asked twice, it is one wish."""
    wish, made = RemovalRequest.objects.get_or_create(person=person)
    if made:
        audit.record(person, REMOVAL_ASKED, person)
    return wish


@transaction.atomic
def take_back(person: User) -> None:
    if RemovalRequest.objects.filter(person=person).delete()[0]:
        audit.record(person, REMOVAL_TAKEN_BACK, person)


@transaction.atomic
def remove(person: User, *, actor: User) -> User:
    """Takes the person out of all that holds them. Raises RemovalError for someone who hasn't
    asked, and for an administrator, who loses that role first."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.removed_at:
        return person
    if not RemovalRequest.objects.filter(person=person).exists():
        raise RemovalError(_("This person has not asked to be removed, or took it back."))
    if person.is_superuser or person.has_role(roles.ADMIN):
        raise RemovalError(_("Please take the administrator's role from this person first."))
    for holding in all_holdings():
        holding.forget(person)
    without_name(person)
    RemovalRequest.objects.filter(person=person).delete()
    audit.record(actor, REMOVED, person)
    return person


def without_name(person: User) -> None:
    """The row itself: nobody signs in with it any more, and every session is at an end."""
    person.slips.all().delete()
    person.groups.clear()
    person.username = f"REMOVED-{person.public_id.hex[:12].upper()}"
    person.name, person.name_latin = NAME, NAME_LATIN
    person.sex = person.email = ""
    person.district = None
    person.is_active = False
    person.set_unusable_password()
    person.session_round += 1
    person.last_login = None
    person.removed_at = timezone.now()
    person.save()
