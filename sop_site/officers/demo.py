"""The demonstration people, one a role, and what a sample cohort is made of."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from . import roles
from .models import User
from .numbers import normalised


@dataclass(frozen=True)
class Demo:
    """A demonstration person; `username` is what is typed at sign-in."""

    username: str
    held: tuple[str, ...]
    name: str
    name_latin: str
    sex: str
    district: str | None = None
    province: str | None = None


PEOPLE = (
    Demo("officer", (roles.OFFICER,), "ນາງ ບົວຈັນ ສີວິໄລ", "Bouachanh Sivilay", "F", "0602"),
    Demo(
        "coordinator",
        (roles.COORDINATOR,),
        "ທ່ານ ຄຳຫຼ້າ ພົມມະຈັນ",
        "Khamla Phommachanh",
        "M",
        province="06",
    ),
    Demo(
        "trainer",
        (roles.TRAINER,),
        "ນາງ ມະນີວັນ ແກ້ວມະນີ",
        "Manivanh Keomany",
        "F",
        province="06",
    ),
    Demo("reviewer", (roles.REVIEWER,), "ທ່ານ ສົມສັກ ວົງພະຈັນ", "Somsack Vongphachanh", "M"),
    Demo(
        "lead",
        (roles.REVIEWER, roles.LEAD),
        "ນາງ ວັນນະພອນ ໄຊຍະວົງ",
        "Vannaphone Xayavong",
        "F",
    ),
    Demo("observer", (roles.OBSERVER,), "ທ່ານ ບຸນມີ ສຸວັນນະລາດ", "Bounmy Souvannalath", "M"),
    Demo("admin", (roles.ADMIN,), "ນາງ ດາວອນ ຈັນທະລາ", "Daone Chanthala", "F"),
)


@transaction.atomic
def make_demo_people(password: str) -> dict[str, User]:
    """Makes the demonstration people that are missing: {sign-in name: user}.

    All get this password, again at each call, so that what is printed at the start is true; what
    else was changed of them stays. Raises ImproperlyConfigured where settings.DEMO_ACCOUNTS is off.
    """
    if not settings.DEMO_ACCOUNTS:
        raise ImproperlyConfigured("Demonstration people are not made with these settings.")
    return {demo.username: _one(demo, password) for demo in PEOPLE}


def _one(demo: Demo, password: str) -> User:
    person = User.objects.filter(username=normalised(demo.username)).first()
    if person is None:
        person = User.objects.create_user(
            demo.username,
            password,
            name=demo.name,
            name_latin=demo.name_latin,
            sex=demo.sex,
            district_id=demo.district,
            province_id=demo.province,
            is_sample=True,
        )
        person.groups.set(Group.objects.filter(name__in=demo.held))
    elif person.is_sample and not person.check_password(password):
        person.set_password(password)
        person.save(update_fields=["password"])
    return person


@transaction.atomic
def make_sample_officers(rows: list[dict]) -> int:
    """Adds the sample officers that are missing and returns how many; those there stay as they are.

    `rows`: staff_number, name_lo, name_en, sex, district_code, language. They can't sign in until
    someone makes a slip for them.
    """
    there = set(User.objects.values_list("username", flat=True))
    fresh = [row for row in rows if normalised(row["staff_number"]) not in there]
    nobody = make_password(None)
    added = User.objects.bulk_create(
        User(
            username=normalised(row["staff_number"]),
            password=nobody,
            name=row["name_lo"],
            name_latin=row["name_en"],
            sex=row["sex"],
            district_id=row["district_code"],
            province_id=row["district_code"][:2],
            language=row["language"],
            is_sample=True,
        )
        for row in fresh
    )
    officers = Group.objects.get(name=roles.OFFICER)
    Membership = User.groups.through
    Membership.objects.bulk_create(
        Membership(user_id=person.pk, group_id=officers.pk) for person in added
    )
    return len(added)
