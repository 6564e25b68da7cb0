"""Lists of SOPs and contacts: paged, constant in rows, the nearest first."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from sop_pages.contact_cards import card
from sop_pages.figures import from_json
from sop_pages.models import SOP, Contact, RenderedSOP
from sop_pages.phones import international
from sop_pages.views import lists


@pytest.fixture
def contact(db, places):
    """contact("desk", "province", "06", phone="020 5555 1234", sops=["REG-01"])."""

    def make(key, level="national", place=None, *, sops=(), **fields):
        given = {"unit_lo": f"ໜ່ວຍ {key}", "unit_en": f"Unit {key}", "phone": "020 5555 1234"}
        where = {
            "national": {},
            "province": {"province_id": place},
            "district": {"district_id": place},
        }
        made = Contact.objects.create(key=key, level=level, **where[level], **(given | fields))
        made.sops.set([SOP.objects.get_or_create(code=code)[0] for code in sops])
        return made

    return make


class TestSOPs:
    def test_all_are_listed_by_task(self, client, publish):
        publish("REG-01", title="Register one", task="register")
        publish("COM-01", title="Tell one", task="tell")

        page = client.get("/en/sops/").content.decode()

        assert page.index("Tell one") < page.index("Register one")
        assert 'href="/en/sops/com-01/"' in page

    def test_one_task_lists_its_own(self, client, publish):
        publish("REG-01", title="Register one", task="register")
        publish("COM-01", title="Tell one", task="tell")

        page = client.get("/en/tasks/tell/").content.decode()

        assert "Tell one" in page
        assert "Register one" not in page

    def test_unknown_task_is_not_found(self, client, db):
        assert client.get("/en/tasks/dance/").status_code == 404

    def test_empty_task_says_so(self, client, db):
        assert "Nothing here yet" in client.get("/en/tasks/tell/").content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_takes_two_queries_whatever_its_length(
        self, client, publish, count, django_assert_num_queries
    ):
        for n in range(1, count + 1):
            publish(f"REG-0{n}", language="lo")
            publish(f"REG-0{n}")

        with django_assert_num_queries(2):
            page = client.get("/en/sops/").content.decode()

        assert page.count('class="row"') == count

    def test_list_is_paged(self, client, publish, monkeypatch):
        monkeypatch.setattr(lists, "PAGE", 2)
        for n in (1, 2, 3):
            publish(f"REG-0{n}")

        first, second = (client.get(f"/en/sops/?page={n}").content.decode() for n in (1, 2))

        assert [first.count('class="row"'), second.count('class="row"')] == [2, 1]
        assert 'href="?page=2" rel="next"' in first

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
    def test_page_that_is_not_there_shows_one_that_is(self, client, publish, page):
        publish()

        assert "Title of REG-01" in client.get(f"/en/sops/?page={page}").content.decode()

    def test_each_sop_is_listed_once_whatever_its_value_sets(self, client, publish, value):
        from datetime import timedelta

        from django.utils.timezone import localdate

        value("vol_rate", "9")
        value("vol_rate", "8", valid_from=localdate() - timedelta(days=1))
        value("vol_rate", "10", valid_from=localdate() + timedelta(days=1))
        publish(text="{vol_rate}")

        assert RenderedSOP.objects.count() == 2
        assert client.get("/en/sops/").content.decode().count('class="row"') == 1


class TestContacts:
    def test_nearest_answers_for_an_sop(self, contact):
        contact(Contact.HOTLINE)
        contact("country", sops=["REG-01"])
        contact("province", "province", "06", sops=["REG-01"])
        contact("district", "district", "0601", sops=["REG-01"])
        contact("elsewhere", "district", "1601", sops=["REG-01"])
        contact("other-work", "district", "0602", sops=["REG-02"])
        sop = SOP.objects.get(code="REG-01")

        seen = [
            [c.key for c in Contact.objects.for_sop(sop.pk, *place)]
            for place in (("0601", "06"), ("0602", "06"), ("", ""))
        ]

        assert seen == [
            ["district", "province", "country", "lsso-hotline"],
            ["province", "country", "lsso-hotline"],
            ["country", "lsso-hotline"],
        ]

    def test_hotline_answers_where_nobody_else_does(self, contact):
        contact(Contact.HOTLINE)
        sop = SOP.objects.create(code="DAT-09")

        assert [c.key for c in Contact.objects.for_sop(sop.pk, "0601", "06")] == ["lsso-hotline"]

    def test_sop_shows_the_officers_own_contact(self, publish, contact, as_, officer, client):
        publish()
        contact("country", sops=["REG-01"])
        contact("near", "district", "0601", sops=["REG-01"])

        own, stranger = as_(officer), client
        pages = [c.get("/en/sops/reg-01/").content.decode() for c in (own, stranger)]

        assert ["Unit near" in page for page in pages] == [True, False]
        assert "Unit country" in pages[1]

    def test_real_number_can_be_called_and_written_to(self, contact):
        shown = card(contact("desk", whatsapp=True), "en", {})

        assert (shown.tel, shown.whatsapp) == (
            "tel:+8562055551234",
            "https://wa.me/8562055551234",
        )

    def test_invented_number_is_no_link(self, contact, client):
        contact("desk", whatsapp=True, sample=True)

        page = client.get("/en/contacts/").content.decode()

        assert "020 5555 1234" in page
        assert "sample number, do not call" in page
        assert "tel:" not in page
        assert "wa.me" not in page

    def test_number_that_is_a_reference_value_is_filled_in(self, contact):
        figures = {"hotline": from_json("hotline", {"value": "1508", "unit": "phone"})}

        shown = card(contact("hot", phone="{hotline}", sample=True), "en", figures)

        assert (shown.phone, shown.tel, shown.invented) == ("1508", "tel:1508", False)

    def test_unknown_reference_value_is_an_open_field(self, contact, client):
        contact("hot", phone="{hotline}")

        assert "the number is not known" in client.get("/en/contacts/").content.decode()

    def test_deputy_comes_before_fallback(self, contact):
        deputy, fallback = contact("deputy"), contact("fallback")
        main = contact("main", deputy=deputy, fallback=fallback)

        assert card(main, "en", {}).next.unit == "Unit deputy"

    @pytest.mark.parametrize("count", [1, 3])
    def test_page_takes_three_queries_whatever_its_length(
        self, client, contact, count, django_assert_num_queries
    ):
        for n in range(count):
            contact(f"c{n}", deputy=contact(f"deputy-{n}"))

        with django_assert_num_queries(3):
            page = client.get("/en/contacts/").content.decode()

        assert page.count('class="panel"') == 2 * count

    def test_officer_sees_the_own_district_first(self, contact, as_, officer):
        contact("country")
        contact("near", "district", "0601")
        contact("far", "district", "1601")

        page = as_(officer).get("/en/contacts/").content.decode()

        assert page.index("Unit near") < page.index("Unit country")
        assert "Unit far" not in page

    @pytest.mark.parametrize(
        ("written", "number"),
        [
            ("020 5555 1234", "+8562055551234"),
            ("+856 20 5555 1234", "+8562055551234"),
            ("1508", "1508"),
            ("ask at the desk", ""),
        ],
    )
    def test_number_as_a_phone_dials_it(self, written, number):
        assert international(written) == number

    def test_contact_stands_where_its_level_says(self, contact):
        from django.db import IntegrityError, transaction

        with pytest.raises(IntegrityError), transaction.atomic():
            contact("lost", "province", None)


def test_sop_with_a_copy_for_later_counts_once(client, publish, value):
    value("vol_rate", "9")
    value("vol_rate", "10", valid_from=localdate() + timedelta(days=1))
    publish(text="Take {vol_rate}.")

    page = client.get("/en/tasks/register/").context["page"]

    assert RenderedSOP.objects.filter(code="REG-01").count() == 2
    assert page.paginator.count == len(page.object_list) == 1
