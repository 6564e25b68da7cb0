"""What a password may be, and changing one's own."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from sop_site.officers import audit
from sop_site.officers.models import AuditEntry, User

OLD, NEW = "correct horse battery", "ຝົນຕົກ ແດດອອກ"


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "ຝົນຕົກແດດອອກ", "ຮັກແມ່ 2526 ໝາແດງ", "xk7-Qw9_tz", "🐘🐘🐃🐓🌾🌧🌞🛶"],
)
def test_good_passwords_of_any_kind_pass(officer, password):
    assert validate_password(password, officer) is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("1234", "password_too_short"),
        ("ກຂຄງຈສຊ", "password_too_short"),
        ("x" * 257, "password_too_long"),
        ("password123", "password_too_common"),
        ("Sabaidee123", "password_too_common"),
        ("ສະບາຍດີລາວ", "password_too_common"),
        ("aaaaaaaaaa", "password_too_common"),
        ("29384756", "password_office_word"),
        ("໒໙໓໘໔໗໕໖", "password_office_word"),
        ("lsso2026!", "password_office_word"),
        ("Khumue 123", "password_office_word"),
        ("Luang Prabang", "password_office_word"),
        ("luangprabang1", "password_office_word"),
        ("ຫຼວງພະບາງ", "password_office_word"),
        ("Champasack99", "password_office_word"),
        ("ls-officer", "password_own_number"),
        ("LS-OFFICER 1", "password_own_number"),
    ],
)
def test_guessable_passwords_are_refused(officer, password, code):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, officer)

    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize("password", ["02055551234", "5555 1234", "+856 20 5555 1234"])
def test_own_phone_number_is_refused(make_person, password):
    person = make_person("02055551234")

    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)

    assert "password_own_number" in {error.code for error in refused.value.error_list}


def change(client, old=OLD, new=NEW, again=None):
    fields = {"old_password": old, "new_password": new, "repeated": again or new}
    return client.post("/en/profile/password/", fields)


def test_change_keeps_this_phone_and_ends_others(as_, officer):
    here, there = as_(officer), as_(officer)
    key = here.cookies["sessionid"].value

    answer = change(here)

    assert answer.headers["Location"] == "/en/profile/"
    assert here.cookies["sessionid"].value != key
    assert here.get("/en/profile/").status_code == 200
    assert there.get("/en/profile/").status_code == 302
    assert User.objects.get(pk=officer.pk).check_password(NEW)
    assert AuditEntry.objects.of_deed(audit.PASSWORD_CHANGED).about("user", officer.pk).exists()


def test_change_needs_the_old_password(as_, officer):
    page = change(as_(officer), old="a guess at it").content.decode()

    assert "This is not your password until now." in page
    assert "a guess at it" not in page
    assert User.objects.get(pk=officer.pk).check_password(OLD)


def test_guesses_at_the_old_password_lock(as_, officer):
    client = as_(officer)

    answers = [change(client, old="a guess at it").status_code for _n in range(5)]

    assert answers == [200, 200, 200, 200, 429]


def test_change_refuses_what_anyone_would_guess(as_, officer):
    page = change(as_(officer), new="vientiane").content.decode()

    assert "Many people use this password." in page
    assert User.objects.get(pk=officer.pk).check_password(OLD)


def test_change_is_for_signed_in_people(db):
    assert change(Client()).headers["Location"] == "/en/sign-in/?next=/en/profile/password/"
