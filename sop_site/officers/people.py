"""Whose names a person may read in the CMS, and how such a list is narrowed."""

from django.db.models import Q

from . import roles, trainees
from .models import User
from .numbers import normalised


def visible_to(reader: User):
    """The people whom `reader` may see.

    An administrator: all. A coordinator: those of the own province. A trainer: its officers and
    those of the own trainings, who hold no other role (for their slips). Others: none.
    """
    people = User.objects.filter(removed_at=None)
    people = people.select_related("district", "province").prefetch_related("groups")
    if reader.is_superuser or reader.has_role(roles.ADMIN):
        return people
    if reader.has_role(roles.COORDINATOR):
        return people.of_province(reader.province_id)
    if reader.has_role(roles.TRAINER):
        return people.officers_only().filter(trainees.of_trainer(reader))
    return people.none()


def narrowed(people, *, text: str = "", district: str = "", never: bool = False):
    """Those whose name or number holds `text`, of one district, who never signed in.

    Unknown districts and those of other provinces find nobody: the base queryset is kept.
    """
    text = text.replace("\0", "").strip()[:80]
    if text:
        number = normalised(text)
        people = people.filter(
            Q(name__icontains=text)
            | Q(name_latin__icontains=text)
            | Q(username__icontains=number or text)
        )
    if district:
        people = people.filter(district_id=district.replace("\0", "")[:4])
    if never:
        people = people.filter(last_login=None)
    return people
