"""What is held on a person can be fetched; who asks is removed, and counts stay."""

import io
import json
import zipfile

import pytest
from django.test import Client

from sop_site.officers import own_file, removing, roles
from sop_site.officers.models import AuditEntry, RemovalRequest, User

pytestmark = pytest.mark.django_db
PAGE = "/en/profile/held/"


def test_page_names_what_is_kept(as_, officer):
    page = as_(officer).get(PAGE).content.decode()

    for words in ("Reports that I sent", "Quizzes that I took", "What I did, as the log has it"):
        assert words in page


def test_file_holds_the_profile_and_is_logged(as_, officer):
    as_(officer).post(f"{PAGE}file/")
    file = io.BytesIO(own_file.made_for(officer))
    held = json.loads(zipfile.ZipFile(file).read("held.json"))

    assert held["person"][0]["name"] == officer.name
    assert removing.FILE_FETCHED in [row["deed"] for row in held["log"]]


def test_wish_is_kept_once_and_can_be_taken_back(as_, officer):
    phone = as_(officer)
    for _twice in range(2):
        phone.post(f"{PAGE}remove/", {"sure": "on"})
    assert RemovalRequest.objects.count() == 1
    assert "I want to stay" in phone.get(PAGE).content.decode()

    phone.post(f"{PAGE}remove/", {"take_back": ""})

    assert not RemovalRequest.objects.exists()
    deeds = AuditEntry.objects.filter(actor_id=officer.pk, deed__startswith="user.removal")
    assert [entry.deed for entry in deeds] == [removing.REMOVAL_TAKEN_BACK, removing.REMOVAL_ASKED]


def test_wish_needs_the_box(as_, officer):
    as_(officer).post(f"{PAGE}remove/")

    assert not RemovalRequest.objects.exists()


def test_removed_person_has_no_name_and_no_way_in(as_, officer, admin_person):
    phone = as_(officer)
    removing.ask(officer)
    number = officer.username

    as_(admin_person).post(f"/cms/people/removals/{officer.pk}/", {"sure": "on"})

    row = User.objects.get(pk=officer.pk)
    assert (row.name, row.email, row.sex, row.district) == (removing.NAME, "", "", None)
    assert row.province_id == "06"
    assert not User.objects.filter(username=number).exists()
    assert phone.get(PAGE).status_code == 302
    answer = Client().post(
        "/en/sign-in/", {"username": number, "password": "correct horse battery"}
    )
    assert answer.status_code == 200
    assert AuditEntry.objects.of_deed(removing.REMOVED).get().facts == {}


def test_nobody_is_removed_unasked(as_, officer, admin_person):
    answer = as_(admin_person).post(f"/cms/people/removals/{officer.pk}/", {"sure": "on"})

    assert answer.status_code == 404
    with pytest.raises(removing.RemovalError):
        removing.remove(officer, actor=admin_person)


def test_administrator_loses_the_role_first(as_, admin_person, make_person):
    other = make_person("LS-ADMIN-2", roles.ADMIN)
    removing.ask(other)

    page = as_(admin_person).post(f"/cms/people/removals/{other.pk}/", {"sure": "on"}, follow=True)

    assert "ຖອນບົດບາດ" in page.content.decode()
    assert User.objects.get(pk=other.pk).removed_at is None


def test_removed_are_not_listed_among_people(as_, officer, admin_person):
    removing.ask(officer)
    removing.remove(officer, actor=admin_person)

    assert removing.NAME not in as_(admin_person).get("/cms/people/").content.decode()
