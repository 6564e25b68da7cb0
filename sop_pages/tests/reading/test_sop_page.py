"""An SOP's address: what it shows, how little it asks of the database, and what it says else."""

import gzip
from datetime import date, timedelta

import brotli
import pytest
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction

from sop_pages import copies, reading, saved
from sop_pages.models import SOP, Contact, RenderedSOP
from sop_site.offline.saved.patterns import packed

TOMORROW = localdate() + timedelta(days=1)


@pytest.fixture
def hotline(value):
    value("hotline", "1508", unit="phone")
    return Contact.objects.create(
        key=Contact.HOTLINE,
        level="national",
        unit_lo="ສາຍດ່ວນ",
        unit_en="Hotline",
        phone="{hotline}",
    )


def test_page_shows_what_the_file_says(client, publish, value):
    value("vol_rate", "9")
    publish(text="Take {vol_rate} of it.", step="Agree the day")

    page = client.get("/en/sops/reg-01/").content.decode()

    assert "<h1>Title of REG-01</h1>" in page
    assert 'Take <a class="value" href="#values">9</a> of it.' in page
    assert '<li class="step" id="agree">' in page
    assert "/en/feedback/new/?sop=REG-01&amp;step=agree&amp;language=en" in page


@pytest.mark.parametrize("key", ["contact", "steps", "related"])
def test_key_of_a_step_is_no_other_id_of_the_page(client, publish, hotline, key):
    publish(key=key)

    page = client.get("/en/sops/reg-01/").content.decode()

    assert page.count(f'id="{key}"') == 1


def test_page_in_lao_lets_lines_break(client, publish):
    publish(language="lo", text="ຕົກລົງວັນກັບນາຍບ້ານ")

    page = client.get("/lo/sops/reg-01/").content.decode()

    assert "ຕົກ<wbr>ລົງ<wbr>ວັນ" in page
    assert "ຂັ້ນ<wbr>ຕອນ" in page


@pytest.mark.parametrize("remembered", [True, False])
@pytest.mark.parametrize("query", ["", "?income=2000000", "?benefit=birth&months=4"])
def test_page_takes_two_queries_of_a_stranger(
    client, publish, hotline, value, query, remembered, django_assert_num_queries
):
    value("vol_rate", "9")
    publish(text="> [!calculator] contribution\n\n> [!calculator] months")
    for code in ("REG-02", "COM-01"):
        publish(code)
    if not remembered:
        reading._memory._kept.clear()

    with django_assert_num_queries(1 if remembered else 2):
        response = client.get(f"/en/sops/reg-01/{query}")

    assert "Title of REG-01" in response.content.decode()


@pytest.mark.parametrize(
    ("coding", "field", "decompress"),
    [("br", "stranger_page", brotli.decompress), ("gzip", "stranger_gzip", gzip.decompress)],
)
def test_kept_page_is_what_would_be_rendered(client, publish, hotline, coding, field, decompress):
    publish(text="> [!calculator] contribution")
    plain = client.get("/en/sops/reg-01/").content

    kept = client.get("/en/sops/reg-01/", headers={"accept-encoding": coding})

    copy = RenderedSOP.objects.get()
    assert kept.content == getattr(copy, field)
    assert kept["Content-Encoding"] == coding
    assert decompress(kept.content) == plain
    assert kept["ETag"] == copy.stranger_etag


def test_kept_page_is_not_served_after_a_contact_changed(client, publish, hotline):
    publish()
    hotline.unit_en = "Another office"
    hotline.save()

    page = client.get("/en/sops/reg-01/", headers={"accept-encoding": "br"}).content

    assert "Another office" in brotli.decompress(page).decode()
    assert (copies.keep_pages_again(), copies.keep_pages_again()) == ("1 pages made anew.", None)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_in_order_are_seen_with_one_query(publish, django_assert_num_queries, count):
    for n in range(1, count + 1):
        publish(f"REG-0{n}")

    with django_assert_num_queries(1):
        assert copies.keep_pages() == 0


def test_page_names_each_reader_for_themselves_only(as_, publish, officer, colleague, client):
    publish()
    name = officer.name
    officer.name, colleague.name = "<b>One</b>", "Two"
    officer.save()
    colleague.save()

    first = as_(officer).get("/en/sops/reg-01/").content.decode()
    second = as_(colleague).get("/en/sops/reg-01/").content.decode()
    stranger = client.get("/en/sops/reg-01/").content.decode()

    assert "&lt;b&gt;One&lt;/b&gt;" in first
    assert "<b>One" not in first
    assert "Two" in second
    assert not any(word in second for word in ("One", name, officer.uid))
    assert "Two" not in stranger
    assert "khumue-slot" not in first + second + stranger


def test_page_takes_six_queries_at_most_of_an_officer(
    publish, hotline, officer, as_, django_assert_max_num_queries
):
    publish()
    phone = as_(officer)

    with django_assert_max_num_queries(6):
        response = phone.get("/en/sops/reg-01/?income=2000000")

    assert "1508" in response.content.decode()


def test_capital_letters_lead_to_small_ones(client, publish):
    publish()

    response = client.get("/en/sops/REG-01/?income=5")

    assert (response.status_code, response["Location"]) == (301, "/en/sops/reg-01/?income=5")


@pytest.mark.parametrize("code", ["xxx-99", "nothing", "reg-1", "%E0%BA%81", "a%00b"])
def test_unknown_code_is_not_found(client, publish, code):
    publish()

    assert client.get(f"/en/sops/{code}/").status_code == 404


def test_sop_in_one_language_leads_to_it_from_the_other(client, publish):
    publish(language="lo", title="ຂຶ້ນທະບຽນ")

    page = client.get("/en/sops/reg-01/").content.decode()

    assert "Not yet translated" in page
    assert 'href="/lo/sops/reg-01/"' in page


def test_page_that_was_taken_back_is_gone(client, publish):
    publish().unpublish()

    assert client.get("/en/sops/reg-01/").status_code == 404


def test_draft_is_not_served(client, publish):
    page = publish(text="Released text.")
    page.title = "A draft"
    page.save_revision()

    assert "A draft" not in client.get("/en/sops/reg-01/").content.decode()


class TestNotModified:
    def test_what_the_phone_has_is_not_sent_again(
        self, client, publish, hotline, django_assert_num_queries
    ):
        publish()
        etag = client.get("/en/sops/reg-01/")["ETag"]

        with django_assert_num_queries(1):
            response = client.get("/en/sops/reg-01/", headers={"If-None-Match": etag})

        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)

    def test_etag_changes_with_text_value_and_contact(self, client, publish, hotline, value):
        rate = value("vol_rate", "9")
        publish(text="{vol_rate}")
        seen = [client.get("/en/sops/reg-01/")["ETag"]]

        rate.value = 10
        rate.save()
        seen.append(client.get("/en/sops/reg-01/")["ETag"])
        publish(text="{vol_rate} now")
        seen.append(client.get("/en/sops/reg-01/")["ETag"])
        hotline.save()
        seen.append(client.get("/en/sops/reg-01/")["ETag"])

        assert len(set(seen)) == 4

    def test_etag_names_the_reader(self, client, publish, as_, officer, colleague):
        publish()

        etags = {c.get("/en/sops/reg-01/")["ETag"] for c in (client, as_(officer), as_(colleague))}

        assert len(etags) == 3

    def test_caches_keep_readers_apart(self, client, publish, as_, officer):
        publish()

        stranger, own = client.get("/en/sops/reg-01/"), as_(officer).get("/en/sops/reg-01/")

        assert stranger["Cache-Control"] == "no-cache"
        assert own["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Encoding"} <= set(stranger["Vary"].split(", "))


class TestCompression:
    def test_strangers_page_is_compressed(self, client, publish):
        publish()

        response = client.get("/en/sops/reg-01/", headers={"Accept-Encoding": "gzip, br"})

        assert response["Content-Encoding"] == "br"
        assert int(response["Content-Length"]) == len(response.content)

    def test_signed_in_page_is_not(self, publish, as_, officer):
        publish()

        response = as_(officer).get("/en/sops/reg-01/", headers={"Accept-Encoding": "gzip, br"})

        assert "Content-Encoding" not in response

    def test_refused_coding_is_not_used(self, client, publish):
        publish()

        response = client.get("/en/sops/reg-01/", headers={"Accept-Encoding": "br;q=0, gzip"})

        assert response["Content-Encoding"] == "gzip"


class TestValues:
    def test_later_value_is_shown_from_its_day(self, client, publish, value, copy_of):
        value("vol_rate", "9")
        value("vol_rate", "10", valid_from=TOMORROW)

        publish(text="Rate {vol_rate}.")

        first, second = copy_of()
        assert (first.holds_from, second.holds_from) == (date(1970, 1, 1), TOMORROW)
        assert ">9</a>" in first.body
        assert ">10</a>" in second.body
        assert ">9</a>" in client.get("/en/sops/reg-01/").content.decode()

    def test_calculator_knows_the_values_that_follow(self, client, publish, value, copy_of):
        value("vol_rate", "9")
        value("mat_months_birth", "9", unit="months")
        publish(text="> [!calculator] contribution\n\n> [!calculator] months")
        before = copy_of()[0].etag
        value("vol_rate", "9.5", valid_from=TOMORROW)
        value("mat_months_birth", "11", unit="months", valid_from=TOMORROW)

        html = client.get("/en/sops/reg-01/").content.decode()

        with translation.override("en"):
            day = date_format(TOMORROW)
        assert f'data-later="{TOMORROW}:{day}:9.5:19:200"' in html
        assert f'data-needed="9" data-later="{TOMORROW}:{day}:11"' in html
        first, second = copy_of()
        assert first.etag != before
        assert "later" not in second.figures["vol_rate"]

    def test_changed_value_renders_only_the_sops_that_name_it(self, publish, value, copy_of):
        rate = value("vol_rate", "9")
        publish(text="Rate {vol_rate}.")
        publish("REG-02")
        made_at = copy_of("REG-02")[0].made_at

        rate.value = "9.5"
        rate.save()

        assert ">9.5</a>" in copy_of()[0].body
        assert copy_of("REG-02")[0].made_at == made_at

    def test_value_that_goes_leaves_an_open_field(self, publish, value, copy_of):
        rate = value("vol_rate", "9")
        publish(text="Rate {vol_rate}.")

        rate.delete()

        assert '<span class="blank"><b>LSSO</b> vol_rate</span>' in copy_of()[0].body

    def test_value_that_comes_fills_the_open_field(self, publish, value, copy_of):
        rate = value("vol_rate", "9")
        publish(text="Rate {vol_rate}.")
        rate.delete()

        value("vol_rate", "11")

        assert ">11</a>" in copy_of()[0].body

    def test_list_of_values_tells_source_and_review(self, publish, value, copy_of):
        value("vol_rate", "9", source="Decree 1", valid_from=date(2020, 2, 1), reviewed=True)

        publish(text="{vol_rate}")

        assert "Decree 1 · Valid from 1 February 2020 · reviewed by LSSO" in copy_of()[0].body


class TestPrivacy:
    def restrict(self, page, kind, **fields):
        return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)

    def test_stranger_is_led_to_the_sign_in(self, client, publish):
        self.restrict(publish(), PageViewRestriction.LOGIN)

        response = client.get("/en/sops/reg-01/")

        assert response["Location"] == "/en/sign-in/?next=/en/sops/reg-01/"

    def test_signed_in_person_reads_it(self, publish, as_, officer):
        self.restrict(publish(), PageViewRestriction.LOGIN)

        assert "Title of REG-01" in as_(officer).get("/en/sops/reg-01/").content.decode()

    def test_restricted_section_restricts_its_sops(self, client, publish):
        self.restrict(publish().get_parent(), PageViewRestriction.LOGIN)

        assert client.get("/en/sops/reg-01/").status_code == 302

    def test_person_outside_the_groups_may_not_know_of_it(self, publish, as_, officer, trainer):
        restriction = self.restrict(publish(), PageViewRestriction.GROUPS)
        restriction.groups.set(trainer.groups.all())

        seen = [as_(person).get("/en/sops/reg-01/").status_code for person in (officer, trainer)]

        assert seen == [404, 200]

    def test_password_is_asked_for_and_remembered(self, client, publish):
        self.restrict(publish(), PageViewRestriction.PASSWORD, password="open")
        address = "/en/sops/reg-01/"

        refused = client.post(address, {"password": "no", "return_url": address})
        client.post(address, {"password": "open", "return_url": address})

        assert "Title of REG-01" not in refused.content.decode()
        assert "Title of REG-01" in client.get(address).content.decode()

    def test_restriction_lifted_opens_it(self, client, publish):
        restriction = self.restrict(publish(), PageViewRestriction.LOGIN)

        restriction.delete()

        assert "Title of REG-01" in client.get("/en/sops/reg-01/").content.decode()

    def test_lists_leave_it_out_for_strangers(self, client, publish, as_, officer):
        self.restrict(publish(), PageViewRestriction.LOGIN)
        publish("REG-02")

        pages = [c.get("/en/sops/").content.decode() for c in (client, as_(officer))]

        assert ["Title of REG-01" in page for page in pages] == [False, True]

    def test_restricted_page_is_not_told_of_in_the_other_language(self, client, publish):
        self.restrict(publish(language="lo"), PageViewRestriction.LOGIN)

        assert client.get("/en/sops/reg-01/").status_code == 404


def test_related_sops_are_named_by_their_title(publish, copy_of):
    page = publish()
    page.related = ["REG-02"]
    page.save_revision().publish()

    publish("REG-02", title="The second")

    assert '<a class="row" href="/en/sops/reg-02/">' in copy_of()[0].body
    assert "The second" in copy_of()[0].body


def test_copies_of_two_languages_stand_apart(publish, copy_of):
    publish(language="lo")
    publish(language="en")

    assert (len(copy_of(language="lo")), len(copy_of(language="en"))) == (1, 1)
    assert SOP.objects.count() == 1


def test_command_renders_what_another_build_made(publish, copy_of, capsys):
    from django.core.management import call_command

    publish()
    publish("REG-02")
    copy = copy_of()[0]
    copy.build, copy.body = "older", "spoilt"
    copy.save()

    call_command("render_sops")

    assert capsys.readouterr().out == "1 SOPs rendered, 0 pages made anew.\n"
    assert "Title of REG-01" in copy_of()[0].body


@pytest.fixture
def led_to_reg_02(publish):
    """A page that names REG-02 as related, and that one's page."""
    other = publish("REG-02")
    page = publish("REG-01")
    page.related = ["REG-02"]
    page.save_revision().publish()
    return other


def test_related_sop_has_its_link(client, led_to_reg_02):
    assert 'href="/en/sops/reg-02/"' in client.get("/en/sops/reg-01/").content.decode()


def test_page_leads_to_none_that_was_taken_back(client, led_to_reg_02):
    led_to_reg_02.unpublish()

    assert "reg-02" not in client.get("/en/sops/reg-01/").content.decode().lower()


def test_page_names_no_restricted_sop_until_it_opens(client, led_to_reg_02):
    shut = PageViewRestriction.objects.create(page=led_to_reg_02, restriction_type="login")
    hidden = client.get("/en/sops/reg-01/").content.decode()
    shut.delete()
    shown = client.get("/en/sops/reg-01/").content.decode()

    assert "Title of REG-02" not in hidden
    assert "Title of REG-02" in shown


@pytest.mark.parametrize("language", ["lo", "en"])
def test_steps_and_ticks_of_an_sop_are_saved_by_their_patterns(client, publish, language):
    publish(language=language, text="Do it.\n\n> Warning: slowly", step="ຕົກລົງວັນຈ່າຍ")
    page = client.get(f"/{language}/sops/reg-01/").content.decode()

    parts = packed(page, list(saved.patterns(language)))

    used = [part[:2] for part in parts if isinstance(part, list)]
    assert used == [[1, "bring-card"], [0, "agree"], [1, "check-aloud"]]
