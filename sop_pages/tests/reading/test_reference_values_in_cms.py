"""Who may change a reference value, and what a change does."""

import html
from datetime import date, time

import pytest
from django.urls import reverse

from sop_pages.evidence import naming
from sop_pages.models import Contact, ReferenceValue

FIELDS = {
    "key": "vol_rate",
    "value": "9",
    "unit": "percent",
    "valid_from": "",
    "label_lo": "ອັດຕາ",
    "label_en": "Rate",
    "note_lo": "",
    "note_en": "",
    "source": "Decree 1",
    "fact": "",
    "confidence": "high",
}
EDIT = "wagtailsnippets_sop_pages_referencevalue:edit"
ADD = "wagtailsnippets_sop_pages_referencevalue:add"


def seen_on(page) -> str:
    """The digest of the list of places that a page shows."""
    return page.content.decode().split('name="places_seen" value="')[1].split('"')[0]


def test_reviewer_adds_a_value(as_, reviewer):
    as_(reviewer).post(reverse(ADD), FIELDS)

    assert ReferenceValue.objects.get().source == "Decree 1"


@pytest.mark.parametrize("who", ["trainer", "officer", "coordinator", "observer"])
def test_others_add_none(as_, request, who):
    as_(request.getfixturevalue(who)).post(reverse(ADD), FIELDS)

    assert ReferenceValue.objects.count() == 0


def test_changed_value_is_read_at_once(as_, reviewer, publish, value, client):
    rate = value("vol_rate", "9")
    publish(text="Rate {vol_rate}.")
    address = reverse("wagtailsnippets_sop_pages_referencevalue:edit", args=[rate.pk])

    client = as_(reviewer)
    client.post(address, FIELDS | {"value": "9.25", "places_seen": seen_on(client.get(address))})

    assert ">9.25</a>" in client.get("/en/sops/reg-01/").content.decode()


def test_second_value_of_a_day_is_refused_in_words(as_, reviewer, value):
    value("vol_rate", "9")

    page = as_(reviewer).post(reverse(ADD), FIELDS).content.decode()

    assert ReferenceValue.objects.count() == 1
    assert "ລະຫັດນີ້ ມີຄ່າ" in page or "This key has a value" in page


def test_value_that_an_sop_shows_is_not_deleted(as_, admin_person, publish, value):
    rate, unused = value("vol_rate", "9"), value("mat_rate", "80")
    publish(text="Rate {vol_rate}.")

    def delete(one):
        address = reverse("wagtailsnippets_sop_pages_referencevalue:delete", args=[one.pk])
        return as_(admin_person).post(address, follow=True).content.decode()

    said = delete(rate)
    delete(unused)

    assert [one.key for one in ReferenceValue.objects.all()] == ["vol_rate"]
    assert "REG-01" in said


def test_value_is_deleted_while_another_of_its_key_holds(as_, admin_person, publish, value):
    value("vol_rate", "9")
    later = value("vol_rate", "10", valid_from="2030-01-01")
    publish(text="Rate {vol_rate}.")
    address = reverse("wagtailsnippets_sop_pages_referencevalue:delete", args=[later.pk])

    as_(admin_person).post(address)

    assert [one.value for one in ReferenceValue.objects.all()] == [9]


class TestPlaces:
    @pytest.fixture
    def rate(self, value, publish):
        rate = value("vol_rate", "9", source="Decree 1", confidence="high")
        publish(text="Rate {vol_rate}.")
        publish(language="lo", text="ອັດຕາ {vol_rate}.", title="ຂຶ້ນທະບຽນ", step="ນັດມື້")
        publish("REG-02", text="No number.")
        publish("CON-01", text="Ask.\n\n> [!calculator] contribution\n")
        return rate

    def address(self, one):
        return reverse(EDIT, args=[one.pk])

    def test_are_shown_before_anything_is_saved(self, as_, reviewer, speaks, rate):
        Contact.objects.create(
            key="odd", level="national", unit_lo="ໜ່ວຍ", unit_en="Odd", phone="{vol_rate}"
        )
        speaks(reviewer, "en")

        page = as_(reviewer).get(self.address(rate)).content.decode()

        shown = page.split("A change touches 4 places")[1].split("</ul>")[0]
        assert ["step (en): " in shown, "step (lo): " in shown] == [True, True]
        assert ["REG-01 – Agree the day" in shown, "REG-01 – ນັດມື້" in shown] == [True, True]
        assert "Calculator (en): " in shown
        assert "odd – Odd" in shown
        assert "REG-02" not in shown

    def test_change_without_having_seen_them_is_refused(self, as_, reviewer, rate):
        page = as_(reviewer).post(self.address(rate), FIELDS | {"value": "9.25"}).content.decode()

        rate.refresh_from_db()
        assert rate.value == 9
        assert 'value="9.25"' in page
        assert "REG-01" in page

    def test_new_row_shows_them_and_is_saved_the_second_time(self, as_, reviewer, rate, at):
        client = as_(reviewer)
        new = FIELDS | {"value": "10", "valid_from": "2030-01-01"}
        first = client.post(reverse(ADD), new)
        before = ReferenceValue.objects.count()

        client.post(reverse(ADD), new | {"places_seen": seen_on(first)})

        assert (before, ReferenceValue.objects.count()) == (1, 2)

    def test_list_that_grew_meanwhile_is_shown_again(self, as_, reviewer, rate, publish):
        client = as_(reviewer)
        seen = seen_on(client.get(self.address(rate)))
        publish("REG-03", text="Rate {vol_rate}.")

        client.post(self.address(rate), FIELDS | {"value": "9.25", "places_seen": seen})

        rate.refresh_from_db()
        assert rate.value == 9

    def test_other_source_touches_no_place(self, as_, reviewer, rate):
        as_(reviewer).post(self.address(rate), FIELDS | {"source": "Decree 2"})

        rate.refresh_from_db()
        assert rate.source == "Decree 2"

    def test_draft_is_a_place_too(self, rate, published, trainer):
        page = published["en"]
        page.title = "Now with {vol_rate}"
        page.save_revision(user=trainer)

        labels = [place.label for place in naming("vol_rate")]

        assert any(label.startswith("REG-07 – Now with {vol_rate} (") for label in labels)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"valid_from": "2020-01-01"}, "is past: {vol_rate} had a value on that day"),
        ({"valid_from": "2027-02-31"}, "Enter a valid date."),
        ({"valid_from": "2030-01-01"}, "This key has a value from that day already."),
        ({"key": "Vol Rate"}, "A key is made of small letters"),
        ({"value": "-1"}, "A value is not below nought."),
        ({"value": "101"}, "A percentage is at most 100."),
        ({"value": "1.5", "unit": "months"}, "This is a whole number."),
        ({"value": "ten"}, "Enter a number."),
    ],
)
def test_fault_is_named_and_what_was_typed_stays(as_, reviewer, speaks, value, fields, said):
    value("vol_rate", "9")
    value("vol_rate", "10", valid_from="2030-01-01")
    speaks(reviewer, "en")
    typed = FIELDS | {"value": "11", "valid_from": "2031-01-01", "note_en": "with care"} | fields

    page = as_(reviewer).post(reverse(ADD), typed).content.decode()

    assert said in html.unescape(page)
    assert all(html.escape(word) in page for word in ["with care", *fields.values()])
    assert ReferenceValue.objects.count() == 2


def test_first_value_of_a_key_may_begin_in_the_past(as_, reviewer, value):
    value("vol_rate", "10", valid_from="2030-01-01")

    as_(reviewer).post(reverse(ADD), FIELDS | {"valid_from": "2020-01-01"})

    assert ReferenceValue.objects.count() == 2


def test_review_says_who_and_when_and_a_new_number_asks_again(as_, reviewer, lead, value):
    rate = value("vol_rate", "9")
    address = reverse(EDIT, args=[rate.pk])
    as_(reviewer).post(address, FIELDS | {"reviewed": "on"})
    rate.refresh_from_db()
    first = rate.reviewed_by
    as_(lead).post(address, FIELDS | {"reviewed": "on", "source": "Decree 2"})
    rate.refresh_from_db()
    same = rate.reviewed_by
    as_(lead).post(address, FIELDS | {"reviewed": "on", "value": "8"})
    rate.refresh_from_db()
    again = rate.reviewed_by
    as_(lead).post(address, FIELDS)
    rate.refresh_from_db()

    assert (first, same, again) == (reviewer, reviewer, lead)
    assert (rate.reviewed, rate.reviewed_by, rate.reviewed_at) == (False, None, None)


def test_all_follow_at_midnight_in_vientiane(publish, value, client, at):
    """The text, the calculator and a quiz's numbers, in the same minute, without any tick."""
    value("vol_rate", "9")
    value("vol_rate", "10", valid_from="2030-01-01")
    publish(text="Rate {vol_rate}.\n\n> [!calculator] contribution\n")
    address = "/en/sops/reg-01/?income=1000000"

    read = {}
    for day, hour in ((date(2029, 12, 31), time(23, 59)), (date(2030, 1, 1), time(0, 0))):
        with at(day, hour):
            page = client.get(address).content.decode()
            read[day] = ('#values">9<' in page, '#values">10<' in page, "100,000" in page)

    assert list(read.values()) == [(True, False, False), (False, True, True)]
