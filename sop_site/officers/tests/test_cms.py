"""The CMS's door, and people in the CMS: for administrators alone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from sop_site.officers import roles
from sop_site.officers.models import User

EVERYONE = [
    "officer",
    "colleague",
    "coordinator",
    "trainer",
    "reviewer",
    "lead",
    "observer",
    "admin_person",
]
USER_PAGES = ["/cms/users/", "/cms/users/new/", "/cms/users/edit/1/", "/cms/groups/"]


@pytest.mark.parametrize("who", EVERYONE)
def test_door_opens_by_role(request, as_, who):
    person = request.getfixturevalue(who)
    answer = as_(person).get("/cms/")

    assert answer.status_code == (200 if person.enters_cms else 403)
    assert person.enters_cms == (who not in {"officer", "colleague", "observer"})


def test_refusal_is_in_words_and_leads_on(as_, officer):
    page = as_(officer).get("/cms/", headers={"Accept-Language": "en"}).content.decode()

    assert "You may not open this page." in page
    assert 'action="/en/search/"' in page


def test_strangers_are_led_to_our_door_and_back(db):
    answer = Client().get("/cms/", headers={"Accept-Language": "lo"})

    assert answer.headers["Location"] == "/lo/sign-in/?next=/cms/"


def test_cms_sign_in_is_ours(db):
    answer = Client().get("/cms/login/?next=/cms/pages/", headers={"Accept-Language": "en"})

    assert answer.headers["Location"] == "/en/sign-in/?next=%2Fcms%2Fpages%2F"


@pytest.mark.parametrize(
    "path",
    [
        "/cms/password_reset/",
        "/cms/password_reset/done/",
        "/cms/password_reset/confirm/MQ/abc-def/",
        "/cms/failwhale/",
        "/cms/test404/",
    ],
)
def test_no_other_door(as_, admin_person, path):
    assert Client().get(path).status_code == 404
    assert as_(admin_person).get(path).status_code == 404


def test_cms_sign_out_asks_first(as_, trainer):
    client = as_(trainer)

    assert client.get("/cms/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/cms/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_account_page_keeps_what_is_ours_out(as_, trainer):
    page = as_(trainer).get("/cms/account/").content.decode()

    assert "theme" in page
    for ours in ("password-old", "name_email", "avatar-avatar", "locale-preferred"):
        assert ours not in page


def test_account_page_changes_no_name(as_, trainer):
    as_(trainer).post("/cms/account/", {"name_email-first_name": "x", "name_email-last_name": "y"})

    assert User.objects.get(pk=trainer.pk).name == trainer.name


@pytest.mark.parametrize("who", [who for who in EVERYONE if who != "admin_person"])
@pytest.mark.parametrize("path", USER_PAGES)
def test_users_open_for_administrators_only(request, as_, who, path):
    assert as_(request.getfixturevalue(who)).get(path).status_code == 403


def test_permission_alone_opens_no_users(as_, trainer):
    """A group that was given Wagtail's rights on users by mistake can't make administrators."""
    for codename in ("add_user", "change_user", "delete_user"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="officers")
        Group.objects.get(name=roles.TRAINER).permissions.add(permission)

    answer = as_(trainer).post(f"/cms/users/edit/{trainer.pk}/", {"is_superuser": "on"})

    assert answer.status_code == 403
    assert not User.objects.get(pk=trainer.pk).is_superuser


def fields(*held, **changed):
    groups = [str(Group.objects.get(name=role).pk) for role in held]
    return {
        "username": "020 5555 1234",
        "name": "ນາງ ໃໝ່",
        "name_latin": "",
        "sex": "F",
        "district": "0602",
        "province": "",
        "language": "lo",
        "email": "",
        "groups": groups,
        **changed,
    }


def test_admin_adds_a_person_who_begins_with_a_slip(as_, admin_person, places):
    answer = as_(admin_person).post("/cms/users/new/", fields(roles.OFFICER))

    assert answer.status_code == 302
    person = User.objects.get(username="02055551234")
    assert (person.roles, person.province_id) == ({roles.OFFICER}, "06")
    assert not person.has_usable_password()


def test_admin_changes_roles_and_place(as_, admin_person, officer):
    changed = fields(roles.OFFICER, roles.TRAINER, username="LS-OFFICER", is_active="on")
    as_(admin_person).post(f"/cms/users/edit/{officer.pk}/", changed)

    person = User.objects.get(pk=officer.pk)
    assert person.roles == {roles.OFFICER, roles.TRAINER}
    assert (person.district_id, person.check_password("correct horse battery")) == ("0602", True)


def test_number_in_another_form_is_not_taken_twice(as_, admin_person, places, make_person):
    make_person("02055551234")

    answer = as_(admin_person).post("/cms/users/new/", fields(username="+856 20 5555-1234"))

    assert answer.status_code == 200
    assert "username" in answer.context["form"].errors


@pytest.mark.parametrize("path", ["/cms/users/", "/cms/users/new/", "/cms/groups/"])
def test_admin_opens_users_and_roles(as_, admin_person, officer, path):
    assert officer.name in as_(admin_person).get("/cms/users/").content.decode()
    assert as_(admin_person).get(path).status_code == 200
