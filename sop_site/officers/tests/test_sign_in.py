"""Signing in and out: the door, its lock, and what a session is."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from sop_site.officers import audit, roles
from sop_site.officers.models import AuditEntry, User

PASSWORD = "correct horse battery"
WRONG = "The number or the password is wrong."
DOOR = "/en/sign-in/"


def enter(client, number, password=PASSWORD, path=DOOR, **fields):
    return client.post(path, {"username": number, "password": password, **fields})


def test_sign_in_leads_home_in_language_of_page(client, officer):
    answer = enter(client, officer.username)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/")
    assert client.session["_auth_user_id"] == str(officer.pk)


@pytest.mark.parametrize("typed", ["ls-officer", " LS-OFFICER ", "LS – OFFICER", "ls\u2011officer"])
def test_number_is_read_in_any_form(client, officer, typed):
    assert enter(client, typed).headers["Location"] == "/en/"


@pytest.mark.parametrize(
    "typed",
    ["020 5555 1234", "020-5555-1234", "+856 20 5555 1234", "00856 2055551234", "໐໒໐໕໕໕໕໑໒໓໔"],
)
def test_phone_number_is_read_in_any_form(client, make_person, typed):
    make_person("02055551234", roles.OFFICER, district="0601")

    assert enter(client, typed).headers["Location"] == "/en/"


def test_wrong_password_and_unknown_number_say_the_same(client, officer):
    wrong = enter(client, officer.username, "something else")
    unknown = enter(client, "LS-99999")

    assert wrong.context["form"].non_field_errors() == [WRONG]
    assert unknown.context["form"].non_field_errors() == [WRONG]
    assert 'value="LS-OFFICER"' in wrong.content.decode()
    assert "something else" not in wrong.content.decode()


def test_closed_account_says_the_same(client, officer):
    officer.is_active = False
    officer.save()

    assert enter(client, officer.username).context["form"].non_field_errors() == [WRONG]


@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("text", ["", "\0", "ກ" * 400_000, "ຂ້ອຍ", "%s{}<script>", "' OR 1=1 --"])
def test_bad_input_is_refused_in_words(client, officer, field, text):
    answer = client.post(DOOR, {"username": "LS-OFFICER", "password": "x", field: text})

    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/en/sops/com-01/?step=agree-day", "/en/sops/com-01/?step=agree-day"),
        ("/cms/", "/cms/"),
        ("https://elsewhere.example/", "/en/"),
        ("//elsewhere.example/", "/en/"),
        ("javascript:alert(1)", "/en/"),
        ("/\\elsewhere.example", "/en/"),
        ("/en/sign-out/", "/en/"),
        ("", "/en/"),
    ],
)
def test_next_leads_only_within_the_site(client, officer, asked, led):
    assert enter(client, officer.username, next=asked).headers["Location"] == led


def test_session_key_rotates_at_sign_in(client, officer):
    session = client.session
    session["planted"] = "by another"
    session.save()
    before = client.cookies["sessionid"].value

    enter(client, officer.username)

    assert client.cookies["sessionid"].value != before
    assert not client.session.__class__(before).exists(before)


def test_old_cookie_is_dead_after_sign_out(client, officer):
    enter(client, officer.username)
    cookie = client.cookies["sessionid"].value

    client.post("/en/sign-out/")
    late = Client()
    late.cookies["sessionid"] = cookie

    assert late.get("/en/profile/").headers["Location"] == "/en/sign-in/?next=/en/profile/"


def test_sign_out_by_link_only_asks(client, officer):
    enter(client, officer.username)

    page = client.get("/en/sign-out/")

    assert "Log out?" in page.content.decode()
    assert "_auth_user_id" in client.session


def test_shared_phone_ends_with_the_browser(client, officer):
    alone = enter(client, officer.username).cookies["sessionid"]
    shared = enter(Client(), officer.username, shared="on").cookies["sessionid"]

    assert int(alone["max-age"]) == 30 * 24 * 3600
    assert shared["max-age"] == ""


def test_who_is_signed_in_already_is_led_home(as_, officer):
    assert as_(officer).get(DOOR).headers["Location"] == "/en/"


def test_form_is_refused_without_its_token(officer):
    answer = enter(Client(enforce_csrf_checks=True), officer.username)

    assert answer.status_code == 403
    assert "This form was open too long." in answer.content.decode()


def test_fifth_failure_locks_with_minutes_left(client, officer):
    for _n in range(4):
        assert enter(client, officer.username, "wrong").status_code == 200

    locked = enter(client, officer.username, "wrong")
    sixth = enter(client, officer.username)

    assert locked.status_code == sixth.status_code == 429
    assert "Please wait 15 minutes." in locked.content.decode()
    assert locked.headers["Retry-After"] == "900"
    assert "_auth_user_id" not in client.session
    assert AuditEntry.objects.of_deed(audit.LOCKED_OUT).about("user", officer.pk).exists()


def test_lock_speaks_lao(client, officer):
    for _n in range(5):
        locked = enter(client, officer.username, "wrong", path="/lo/sign-in/")

    assert "ກະລຸນາລໍຖ້າ 15 ນາທີ" in locked.content.decode()


def test_lock_counts_all_spellings_of_a_number(client, officer):
    typed = ["LS-OFFICER", "ls-officer", "Ls-Officer", " ls-officer", "LS –OFFICER"]

    assert [enter(client, t, "wrong").status_code for t in typed] == [200, 200, 200, 200, 429]


def test_colleague_at_the_same_address_gets_in(client, officer, colleague):
    for _n in range(25):
        enter(client, officer.username, "wrong")

    assert enter(Client(), colleague.username).status_code == 302


def test_same_person_elsewhere_gets_in(client, officer):
    for _n in range(5):
        enter(client, officer.username, "wrong")

    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert enter(elsewhere, officer.username).status_code == 302


def test_lock_opens_after_fifteen_minutes_whatever_was_tried(client, officer):
    for _n in range(12):
        enter(client, officer.username, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))

    assert enter(client, officer.username).status_code == 302


def test_minutes_left_run_down(client, officer):
    for _n in range(5):
        enter(client, officer.username, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=11, seconds=30))

    assert "Please wait 4 minutes." in enter(client, officer.username).content.decode()


def test_attempts_keep_no_typed_text(client, officer):
    enter(client, officer.username, "my secret dog")

    kept = AccessAttempt.objects.get()
    assert "my secret dog" not in kept.post_data
    assert "LS-OFFICER" not in kept.post_data


def test_sign_in_and_out_are_written_down(client, officer):
    enter(client, officer.username)
    client.post("/en/sign-out/")

    deeds = AuditEntry.objects.filter(actor_id=officer.pk).order_by("pk")
    assert [entry.deed for entry in deeds] == [audit.SIGNED_IN, audit.SIGNED_OUT]


def test_sign_in_page_asks_database_nothing(client, django_assert_num_queries, officer):
    with django_assert_num_queries(0):
        assert "Staff or phone number" in client.get(DOOR).content.decode()


def test_person_is_found_by_any_form_of_number(officer):
    assert User.objects.get_by_natural_key("ls-officer") == officer
