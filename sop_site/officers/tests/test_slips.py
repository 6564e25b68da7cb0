"""First sign-in slips: for whom, once, for 14 days, and what making one does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from sop_site.officers import audit, roles, slips
from sop_site.officers.models import AuditEntry, Slip, User
from sop_site.officers.models.slips import hash_of

NEW = "ຝົນຕົກ ແດດອອກ"


@pytest.fixture
def printed(officer, trainer):
    """A slip that the trainer made for the officer."""
    return slips.make([officer], by=trainer)[0]


def address(printed, language="en"):
    return f"/{language}/first-sign-in/{printed.code.replace('-', '')}/"


def spend(client, printed, password=NEW, again=None):
    fields = {"new_password": password, "repeated": again or password}
    return client.post(address(printed), fields)


def test_trainer_gives_slips_to_officers_of_own_province_only(
    officer, colleague, officer_elsewhere, trainer, coordinator, reviewer, admin_person, make_person
):
    make_person("LS-BOTH", roles.OFFICER, roles.TRAINER, district="0602")
    make_person("LS-ROOT", roles.OFFICER, district="0601", is_superuser=True)
    make_person("LS-GONE", roles.OFFICER, district="0601", is_active=False)
    make_person("LS-NOBODY", district="0601")

    assert set(slips.may_get_one_from(trainer)) == {officer, colleague}


def test_trainer_without_province_gives_none(officer, make_person):
    nowhere = make_person("LS-NATIONAL", roles.TRAINER)

    assert not slips.may_get_one_from(nowhere).exists()


def test_admin_gives_slips_to_all(officer, trainer, admin_person):
    assert set(slips.may_get_one_from(admin_person)) == {officer, trainer, admin_person}


@pytest.mark.parametrize("who", ["officer", "coordinator", "reviewer", "lead", "observer"])
def test_others_give_none(request, colleague, who):
    assert not slips.may_get_one_from(request.getfixturevalue(who)).exists()


def test_one_person_out_of_reach_refuses_all(officer, officer_elsewhere, trainer):
    with pytest.raises(slips.SlipRefused):
        slips.make([officer, officer_elsewhere], by=trainer)

    assert not Slip.objects.exists()


def test_only_the_hash_is_stored(printed, officer):
    slip = Slip.objects.get()

    assert slip.code_hash == hash_of(printed.code.replace("-", ""))
    assert slip.expires_at - slip.made_at == timedelta(days=14)
    assert printed.code not in str(AuditEntry.objects.of_deed(audit.SLIP_MADE).values())


def test_making_ends_open_sessions(as_, officer, trainer):
    phone = as_(officer)
    assert phone.get("/en/profile/").status_code == 200

    slips.make([officer], by=trainer)

    assert phone.get("/en/profile/").headers["Location"] == "/en/sign-in/?next=/en/profile/"


def test_making_is_written_down(printed, officer, trainer):
    entry = AuditEntry.objects.of_deed(audit.SLIP_MADE).about("user", officer.pk).get()

    assert (entry.actor_id, entry.facts) == (trainer.pk, {"slip": printed.slip.pk})


def test_opening_spends_nothing(client, printed, officer):
    for _n in range(3):
        page = client.get(address(printed)).content.decode()

    assert f"This slip is for {officer.name}." in page
    assert Slip.objects.open().count() == 1
    assert client.head(address(printed)).status_code == 200


def test_setting_the_password_signs_in_and_spends(client, printed, officer):
    answer = spend(client, printed)

    assert answer.headers["Location"] == "/lo/"
    assert client.session["_auth_user_id"] == str(officer.pk)
    assert User.objects.get(pk=officer.pk).check_password(NEW)
    assert Slip.objects.get().state == "used"
    assert AuditEntry.objects.of_deed(audit.SLIP_USED).about("user", officer.pk).exists()


def test_second_use_is_refused_in_words(client, printed):
    spend(client, printed)

    again = spend(Client(), printed, "another password")

    assert again.status_code == 410
    assert "This slip was used already." in again.content.decode()


def test_two_posts_at_once_spend_once(printed):
    first = Slip.objects.get()
    second = Slip.objects.get()
    slips.spend(first, NEW)

    with pytest.raises(slips.SlipRefused):
        slips.spend(second, "another password")

    assert User.objects.get(pk=first.user_id).check_password(NEW)


def test_old_slip_has_expired(client, printed):
    Slip.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = client.get(address(printed))

    assert answer.status_code == 410
    assert "older than 14 days" in answer.content.decode()


def test_newer_slip_withdraws_the_older(client, printed, officer, trainer):
    slips.make([officer], by=trainer)

    assert "There is a newer slip for you." in client.get(address(printed)).content.decode()


def test_two_open_slips_cannot_be_stored(printed, officer, trainer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Slip.objects.create(user=officer, made_by=trainer, code_hash="x", expires_at=timezone.now())


def test_slip_of_a_closed_account_is_refused(client, printed, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert client.get(address(printed)).status_code == 410


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "The password is too short"),
        ("password123", "Many people use this password."),
        ("LS-OFFICER", "Your own name or number"),
        ("ຫຼວງພະບາງ", "A place, the office"),
    ],
)
def test_weak_password_spends_nothing(client, printed, password, why):
    page = spend(client, printed, password).content.decode()

    assert why in page
    assert Slip.objects.open().count() == 1


def test_two_different_passwords_spend_nothing(client, printed):
    page = spend(client, printed, NEW, "ຝົນຕົກ ແດດບໍ່ອອກ").content.decode()

    assert "The two passwords are not the same." in page
    assert Slip.objects.open().count() == 1


def test_code_is_typed_in_any_form(client, printed):
    answer = client.post("/en/first-sign-in/", {"code": f" {printed.code.lower()} "})

    assert client.get(answer.headers["Location"]).context["person"] == printed.slip.user


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKMN-PQRS", "---", "ລະຫັດ", "' OR 1=1"])
def test_unknown_code_is_refused_in_words(client, db, code):
    answer = client.post("/en/first-sign-in/", {"code": code}, follow=True)

    assert answer.status_code == 404
    assert "This code isn't known." in answer.content.decode()


def test_sheet_holds_slips_in_each_persons_language(as_, officer, colleague, trainer, settings):
    settings.PUBLIC_URL = "https://khumue.example.la"
    User.objects.filter(pk=colleague.pk).update(language="en")

    answer = as_(trainer).post("/cms/people/slips/", {"person": [officer.pk, colleague.pk]})
    page = answer.content.decode()

    assert page.count('class="slip paper"') == 2
    assert page.count("<svg") == 2
    assert "https://khumue.example.la/lo/first-sign-in/" in page
    assert "https://khumue.example.la/en/first-sign-in/" in page
    assert "Valid once, until" in page
    assert "ໃຊ້ໄດ້ເທື່ອດຽວ" in page
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], ["-1"], ["0"]])
def test_sheet_of_nobody_makes_none(as_, trainer, chosen):
    answer = as_(trainer).post("/cms/people/slips/", {"person": chosen})

    assert answer.status_code == 302
    assert not Slip.objects.exists()


def test_sheet_for_another_province_makes_none(as_, officer, officer_elsewhere, trainer):
    as_(trainer).post("/cms/people/slips/", {"person": [officer.pk, officer_elsewhere.pk]})

    assert not Slip.objects.exists()


def test_people_list_is_constant_in_rows(as_, trainer, make_person, django_assert_num_queries):
    make_person("LS-1", roles.OFFICER, district="0601")
    reader = as_(trainer)
    reader.get("/cms/people/")
    with django_assert_num_queries(14) as first:
        reader.get("/cms/people/")
    for n in range(2, 5):
        make_person(f"LS-{n}", roles.OFFICER, district="0602")

    with django_assert_num_queries(len(first)):
        page = reader.get("/cms/people/").content.decode()

    assert page.count('name="person"') == 4


def test_coordinator_reads_own_province_and_makes_none(
    as_, officer, officer_elsewhere, trainer, coordinator
):
    page = as_(coordinator).get("/cms/people/").content.decode()
    refused = as_(coordinator).post("/cms/people/slips/", {"person": [officer.pk]})

    assert officer.name in page
    assert trainer.name in page
    assert officer_elsewhere.name not in page
    assert 'name="person"' not in page
    assert (refused.status_code, Slip.objects.count()) == (302, 0)


@pytest.mark.parametrize("district", ["1601", "x", "\0", "' OR 1=1", "9" * 400])
def test_other_districts_in_the_address_show_nobody(as_, officer_elsewhere, trainer, district):
    page = as_(trainer).get("/cms/people/", {"district": district}).content.decode()

    assert officer_elsewhere.name not in page
    assert 'name="person"' not in page
