"""The own page: what can be changed, what can't, and nobody else's."""

import pytest
from django.test import Client

from sop_site.officers.models import User

FIELDS = {"name": "ນາງ ໃໝ່", "language": "lo", "sex": "F", "email": "new@example.la"}


def send(client, path="/en/profile/", **changed):
    return client.post(path, {**FIELDS, **changed})


def test_profile_shows_number_place_and_task(as_, officer):
    page = as_(officer).get("/en/profile/").content.decode()

    for shown in ("LS-OFFICER", "Luang Prabang First", "Luang Prabang", "Officer", officer.name):
        assert shown in page


def test_profile_in_lao_shows_lao_names(as_, officer):
    page = as_(officer).get("/lo/profile/").content.decode()

    for shown in ("ຫຼວງພະບາງທີໜຶ່ງ", "ເມືອງ", "ພະນັກງານ", "ບັນທຶກ"):
        assert shown in page


def test_changes_are_kept(as_, officer):
    answer = send(as_(officer), sex="", email="")

    assert answer.headers["Location"] == "/lo/profile/"
    officer.refresh_from_db()
    assert (officer.name, officer.sex, officer.email) == ("ນາງ ໃໝ່", "", "")


def test_new_language_shows_at_once(as_, officer):
    answer = send(as_(officer), path="/lo/profile/", language="en")

    assert answer.headers["Location"] == "/en/profile/"
    assert answer.cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    "extra",
    [
        {"username": "LS-ADMIN2"},
        {"is_superuser": "on", "is_staff": "on"},
        {"groups": ["1", "2", "3", "4", "5", "6", "7"]},
        {"district": "1601", "province": "16"},
        {"session_round": "9", "public_id": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_rights_number_and_place_cannot_be_sent_along(as_, officer, extra):
    kept = ("username", "is_superuser", "district_id", "province_id", "public_id", "session_round")
    before = User.objects.values(*kept).get(pk=officer.pk)

    send(as_(officer), **extra)

    assert User.objects.values(*kept).get(pk=officer.pk) == before
    assert User.objects.get(pk=officer.pk).roles == {"officer"}


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "This must be filled in."),
        ("name", "ກ" * 400_000, "The text is too long: at most 120 characters."),
        ("name", "a\0b", "Null characters are not allowed."),
        ("email", "ຂ້ອຍ", "Please check the e-mail address."),
        ("email", "a@" + "b" * 300 + ".la", "Please check the e-mail address."),
        ("sex", "X", "Select a valid choice. X is not one of the available choices."),
        ("language", "fr", "Select a valid choice. fr is not one of the available choices."),
    ],
)
def test_bad_input_is_named_and_the_rest_kept(as_, officer, field, text, said):
    answer = send(as_(officer), **{field: text})

    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors[field])
    assert answer.context["form"].data["email" if field != "email" else "name"]
    assert User.objects.get(pk=officer.pk).name == officer.name


def test_script_in_a_name_is_shown_as_text(as_, officer):
    client = as_(officer)
    send(client, name="<script>alert(1)</script>")

    page = client.get("/en/profile/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_profile_asks_four_queries(as_, officer, django_assert_num_queries):
    client = as_(officer)

    # Session, user, person with place, roles of the request's user.
    with django_assert_num_queries(4):
        client.get("/en/profile/")


def test_profile_leads_strangers_to_the_door(db):
    assert Client().get("/lo/profile/").headers["Location"] == "/lo/sign-in/?next=/lo/profile/"
