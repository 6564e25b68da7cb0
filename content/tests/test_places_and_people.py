"""Loading places and people: complete, once, without touching what was changed."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from content.loaders import people, places
from sop_site.officers import roles
from sop_site.officers.demo import make_demo_people
from sop_site.officers.models import District, Province, User


@pytest.fixture
def loaded(db, monkeypatch):
    monkeypatch.setenv("KHUMUE_DEMO_PASSWORD", "kheuang-pha-mai")
    list(places.load())
    return list(people.load())


def test_places_are_complete(db):
    said = list(places.load(samples=False))

    assert said == ["18 provinces added, 18 in all.", "148 districts added, 148 in all."]
    assert District.objects.get(code="0602").name_lo == "ຊຽງເງິນ"
    assert not District.objects.exclude(province__in=Province.objects.all()).exists()


def test_places_loaded_again_keep_corrections(db):
    list(places.load())
    District.objects.filter(code="0602").update(name_en="Xiangngeun")

    assert list(places.load())[1] == "0 districts added, 148 in all."
    assert District.objects.get(code="0602").name_en == "Xiangngeun"


def test_people_are_complete(loaded):
    assert loaded == [
        "7 of 7 demonstration people added.",
        "220 of 220 sample officers added.",
    ]
    assert User.objects.filter(is_sample=True, groups__name=roles.OFFICER).count() == 221
    assert not User.objects.get(username="LS-00001").has_usable_password()


@pytest.mark.parametrize("name", roles.ROLES)
def test_demonstration_people_sign_in_as_written(loaded, name):
    answer = Client().post("/lo/sign-in/", {"username": name, "password": "kheuang-pha-mai"})

    assert answer.headers["Location"] == "/lo/"
    assert User.objects.get(username=name).has_role(name)


def test_demonstration_places_belong_together(loaded):
    person = {name: User.objects.get(username=name) for name in roles.ROLES}

    assert person["officer"].district.name_en == "Xieng Ngeun"
    assert {person[n].province_id for n in ("officer", "trainer", "coordinator")} == {"06"}
    assert person["lead"].roles == {roles.LEAD, roles.REVIEWER}
    assert [name for name, p in person.items() if p.is_superuser] == ["admin"]


def test_people_loaded_again_keep_changes(loaded):
    User.objects.filter(username="officer").update(name="ນາງ ໃໝ່")
    User.objects.filter(username="LS-00001").update(district="0101")

    assert list(people.load()) == [
        "0 of 7 demonstration people added.",
        "0 of 220 sample officers added.",
    ]
    assert User.objects.get(username="officer").name == "ນາງ ໃໝ່"
    assert User.objects.get(username="LS-00001").district_id == "0101"


def test_nobody_without_samples(db):
    assert list(people.load(samples=False)) == ["No people: they are samples."]
    assert not User.objects.exists()


def test_no_demonstration_people_in_production(db, settings):
    settings.DEMO_ACCOUNTS = False

    with pytest.raises(ImproperlyConfigured):
        make_demo_people("kheuang-pha-mai")
