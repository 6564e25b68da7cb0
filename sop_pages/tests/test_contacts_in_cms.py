"""Contacts in the CMS: who may edit which, what is refused, what becomes of a wrong number."""

from datetime import date

import pytest
from django.urls import reverse

from sop_pages.models import SOP, Contact, WrongNumber
from sop_site.offline import inbox

ADD = "wagtailsnippets_sop_pages_contact:add"
EDIT = "wagtailsnippets_sop_pages_contact:edit"
LIST = "wagtailsnippets_sop_pages_contact:list"
FIELDS = {
    "key": "p06-claims",
    "level": "province",
    "province": "06",
    "district": "",
    "unit_lo": "ຂະແໜງເງິນອຸດໜູນ",
    "unit_en": "Claims desk",
    "role_lo": "",
    "role_en": "",
    "phone": "020 5555 1234",
    "hours_lo": "",
    "hours_en": "",
    "task": "",
    "topics": "",
    "deputy": "",
    "fallback": "",
    "confirmed_on": "",
}


@pytest.fixture
def contact(places):
    def make(key="p06-claims", **fields):
        given = {"level": "province", "province_id": "06", "phone": "020 5555 1234"} | fields
        return Contact.objects.create(key=key, unit_lo="ໜ່ວຍ", unit_en="Unit", **given)

    return make


@pytest.fixture
def say_wrong(officer):
    """An officer's phone says that the number shown for a contact is wrong."""

    def send(desk, person=None, **payload):
        payload = {"contact": desk.key, "phone": "020 5555 1234"} | payload
        return inbox.deliver(person or officer, "contact.wrong", payload)

    return send


def save(client, contact, **fields):
    return client.post(reverse(EDIT, args=[contact.pk]), FIELDS | {"key": contact.key} | fields)


def test_coordinator_adds_a_contact_of_the_own_province(as_, coordinator):
    as_(coordinator).post(reverse(ADD), FIELDS)

    assert Contact.objects.get().phone == "020 5555 1234"


@pytest.mark.parametrize(
    "fields",
    [
        {"province": "16"},
        {"level": "national", "province": ""},
        {"level": "district", "district": "1601"},
    ],
)
def test_coordinator_adds_none_elsewhere(as_, coordinator, fields):
    page = as_(coordinator).post(reverse(ADD), FIELDS | fields)

    assert Contact.objects.count() == 0
    assert "020 5555 1234" in page.content.decode()


def test_coordinator_changes_the_own_contact_alone(as_, coordinator, contact):
    own, other = contact(), contact("p16", province_id="16")
    client = as_(coordinator)

    answers = [save(client, one, phone="021 222 333").status_code for one in (own, other)]

    assert answers == [302, 404]
    assert [one.phone for one in Contact.objects.order_by("key")] == [
        "021 222 333",
        "020 5555 1234",
    ]
    listed = client.get(reverse(LIST)).content.decode()
    assert "p06-claims" in listed
    assert "p16" not in listed


def test_coordinator_of_no_province_edits_nothing(as_, coordinator, contact):
    coordinator.province = None
    coordinator.save()

    assert save(as_(coordinator), contact(), phone="021 222 333").status_code == 404


@pytest.mark.parametrize("who", ["officer", "trainer", "observer"])
def test_others_edit_none(as_, request, contact, who):
    desk = contact()

    save(as_(request.getfixturevalue(who)), desk, phone="021 222 333")

    assert Contact.objects.get().phone == "020 5555 1234"


def test_reviewer_edits_all_and_one_edit_serves_all_sops(as_, reviewer, contact):
    desk = contact("p16", province_id="16")
    sops = [SOP.objects.create(code=code) for code in ("REG-01", "CLM-01")]

    save(as_(reviewer), desk, province="16", sops=[sop.pk for sop in sops], phone="021 222 333")

    found = [Contact.objects.for_sop(sop.pk, "", "16").get().phone for sop in sops]
    assert found == ["021 222 333", "021 222 333"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"phone": "12"}, "“12” is no phone number"),
        ({"phone": "call me"}, "“call me” is no phone number"),
        ({"phone": "{nobody}"}, "There is no reference value {nobody}."),
        ({"level": "district"}, "Choose the district."),
        ({"level": "national"}, "A contact for the whole country has no province."),
        ({"level": "district", "district": "1601"}, "The district lies in another province."),
        ({"confirmed_on": "2126-01-01"}, "This day is yet to come."),
        ({"confirmed_on": "2026-02-31"}, "Enter a valid date."),
        ({"sample": "on", "confirmed_today": "1"}, "A sample number can&#x27;t be confirmed."),
    ],
)
def test_fault_is_named_and_what_was_typed_stays(as_, reviewer, speaks, contact, fields, said):
    desk = contact()
    speaks(reviewer, "en")

    page = save(as_(reviewer), desk, unit_en="Typed with care", **fields).content.decode()

    assert said in page
    assert "Typed with care" in page
    assert Contact.objects.get().unit_en == "Unit"


def test_topic_and_section_call_for_every_sop_of_theirs(published, contact):
    sop = SOP.objects.get(code="REG-07")
    for key, fields in {
        "topic": {},
        "section": {"task": "register"},
        "other": {"task": "claims"},
    }.items():
        contact(key, **fields)
    Contact.objects.get(key="topic").topics.add("card")

    found = Contact.objects.for_sop(sop.pk, "", "06")

    assert [one.key for one in found] == ["topic", "section"]


class TestWrongNumber:
    def test_stays_with_its_editor_until_mended(self, as_, coordinator, contact, say_wrong):
        desk = contact()
        result = say_wrong(desk).result
        client = as_(coordinator)
        page = client.get(reverse(EDIT, args=[desk.pk])).content.decode()

        save(client, desk, phone="021 222 333")

        assert result == {"contact": "p06-claims", "state": "open"}
        assert "020 5555 1234 – " in page
        assert WrongNumber.objects.open().count() == 0

    def test_stays_when_something_else_is_edited(self, as_, coordinator, contact, say_wrong):
        desk = contact()
        say_wrong(desk)

        save(as_(coordinator), desk, hours_en="Mornings", phone="020-5555-1234")

        assert WrongNumber.objects.open().count() == 1

    def test_confirmed_today_mends_it(self, as_, coordinator, contact, say_wrong, at):
        desk = contact()
        say_wrong(desk)

        with at(date(2027, 1, 4)):
            client = as_(coordinator)
            client.post(reverse("contact_confirm", args=[desk.pk]))

        desk.refresh_from_db()
        assert (desk.confirmed_on, WrongNumber.objects.open().count()) == (date(2027, 1, 4), 0)

    def test_confirmed_today_saves_what_was_typed(self, as_, coordinator, contact, say_wrong):
        desk = contact()
        say_wrong(desk)

        save(as_(coordinator), desk, hours_en="Mornings", confirmed_today="1")

        desk.refresh_from_db()
        assert desk.hours_en == "Mornings"
        assert desk.confirmed_on is not None
        assert WrongNumber.objects.open().count() == 0

    def test_sample_number_is_not_confirmed(self, as_, coordinator, contact):
        desk = contact(sample=True)

        as_(coordinator).post(reverse("contact_confirm", args=[desk.pk]))

        desk.refresh_from_db()
        assert desk.confirmed_on is None

    def test_elsewhere_nobody_confirms(self, as_, coordinator, contact):
        desk = contact("p16", province_id="16")

        answer = as_(coordinator).post(reverse("contact_confirm", args=[desk.pk]))

        assert answer.status_code == 404

    def test_said_twice_is_one_word(self, contact, say_wrong, colleague):
        desk = contact()

        for person in (None, None, colleague):
            say_wrong(desk, person)

        assert WrongNumber.objects.open().count() == 2

    def test_old_number_in_a_saved_copy_is_mended_already(self, contact, say_wrong):
        result = say_wrong(contact(phone="021 222 333")).result

        assert result["state"] == "mended"
        assert WrongNumber.objects.count() == 0

    @pytest.mark.parametrize(
        ("payload", "code"),
        [
            ({"contact": "gone"}, "unknown"),
            ({"contact": ""}, "unknown"),
            ({"contact": ["a"]}, "bad_type"),
            ({"contact": None}, "unknown"),
            ({"contact": "a" * 61}, "too_long"),
            ({"phone": 5}, "bad_type"),
            ({"phone": "0" * 31}, "too_long"),
        ],
    )
    def test_payload_that_makes_no_sense_is_rejected(self, contact, say_wrong, payload, code):
        assert say_wrong(contact(), **payload).code == code

    def test_plain_form_asks_once_and_stores(self, as_, officer, contact):
        desk = contact()
        address = f"/en/contacts/{desk.key}/wrong/"
        client = as_(officer, enforce_csrf_checks=True)
        page = client.get(address + "?contact=other&phone=1").content.decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

        client.post(address, {"phone": desk.phone, "csrfmiddlewaretoken": token})

        assert WrongNumber.objects.open().get().reporter == officer

    def test_stranger_is_led_to_the_door(self, client, contact):
        desk = contact()

        answer = client.get(f"/en/contacts/{desk.key}/wrong/")

        assert answer.url.startswith("/en/sign-in/")
        assert WrongNumber.objects.count() == 0

    def test_unknown_contact_is_not_found(self, as_, officer):
        assert as_(officer).get("/en/contacts/nobody/wrong/").status_code == 404
