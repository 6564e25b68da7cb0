"""The people of the tests, as pytest fixtures known to every app.

An officer and a colleague in one district, an officer elsewhere, one person for each other role.
`as_` signs a person in: `as_(trainer).get("/en/")`.
"""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from sop_site.officers import roles


@pytest.fixture
def places(db):
    """Two provinces with two districts each: {code: District}."""
    from sop_site.officers.models import District, Province

    found = {}
    for code, en, lo in [("06", "Luang Prabang", "ຫຼວງພະບາງ"), ("16", "Champasack", "ຈຳປາສັກ")]:
        province, _ = Province.objects.get_or_create(
            code=code, defaults={"name_en": en, "name_lo": lo}
        )
        for n, (d_en, d_lo) in enumerate([("First", "ທີໜຶ່ງ"), ("Second", "ທີສອງ")], 1):
            found[f"{code}0{n}"], _ = District.objects.get_or_create(
                code=f"{code}0{n}",
                defaults={
                    "province": province,
                    "name_en": f"{en} {d_en}",
                    "name_lo": f"{lo}{d_lo}",
                },
            )
    return found


@pytest.fixture
def make_person(places):
    """Makes a person: make_person("LS-1", roles.OFFICER, district="0601")."""
    from sop_site.officers.models import User

    def make(username, *held, district=None, **fields):
        person = User.objects.create_user(
            username,
            "correct horse battery",
            name=fields.pop("name", f"ທ້າວ {username}"),
            district=places[district] if district else None,
            **fields,
        )
        person.groups.set([Group.objects.get_or_create(name=role)[0] for role in held])
        return person

    return make


@pytest.fixture
def officer(make_person):
    return make_person("LS-OFFICER", roles.OFFICER, district="0601")


@pytest.fixture
def colleague(make_person):
    return make_person("LS-COLLEAGUE", roles.OFFICER, district="0601")


@pytest.fixture
def officer_elsewhere(make_person):
    return make_person("LS-ELSEWHERE", roles.OFFICER, district="1601")


@pytest.fixture
def coordinator(make_person, places):
    return make_person(
        "LS-COORDINATOR", roles.COORDINATOR, district=None, province=places["0601"].province
    )


@pytest.fixture
def trainer(make_person):
    return make_person("LS-TRAINER", roles.TRAINER, district="0601")


@pytest.fixture
def reviewer(make_person):
    return make_person("LS-REVIEWER", roles.REVIEWER)


@pytest.fixture
def lead(make_person):
    return make_person("LS-LEAD", roles.REVIEWER, roles.LEAD)


@pytest.fixture
def observer(make_person):
    return make_person("LS-OBSERVER", roles.OBSERVER)


@pytest.fixture
def admin_person(make_person):
    return make_person("LS-ADMIN", roles.ADMIN, is_superuser=True)


@pytest.fixture
def as_():
    """A client signed in as this person; enforces CSRF when asked."""

    def signed_in(person, **options):
        client = Client(**options)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
