"""Contacts on an officer's phone: in the saved copy, and “this number is wrong” in one tap."""

import pytest

from sop_pages.models import Contact, WrongNumber

ALL_SENT = """async () => {
  const { all } = await import("/static/js/offline/store.js");
  dispatchEvent(new Event("khumue:sync"));
  while ((await all("outbox")).length) await new Promise((done) => setTimeout(done, 50));
}"""


@pytest.fixture
def desk(places):
    """A contact of the officer's province, for SOPs of the section “register”."""
    return Contact.objects.create(
        key="p06-desk",
        level="province",
        province_id="06",
        unit_lo="ຂະແໜງ",
        unit_en="Desk",
        phone="020 5555 1234",
        task="register",
    )


class TestSavedCopy:
    @pytest.fixture(autouse=True)
    def _folder(self, settings, tmp_path):
        settings.VAR_DIR = tmp_path

    def documents(self, client, language="en"):
        said = client.get(f"/offline/{language}/manifest.json").json()
        return {entry["u"]: entry for entry in said["docs"]}

    def test_holds_whom_to_call_in_the_own_place(self, as_, officer, desk):
        client = as_(officer)
        entry = self.documents(client)["/en/contacts/"]

        (saved,) = client.get(f"/offline/en/docs?h={entry['h']}").json()["docs"]

        assert entry["own"] is True
        assert 'href="tel:+8562055551234"' in saved["m"]

    def test_changed_contact_changes_that_page_alone(self, as_, officer, desk, publish):
        publish("REG-01")
        publish("REG-02", "lo")
        client = as_(officer)
        before = self.documents(client)

        Contact.objects.get().save()
        same = self.documents(client)
        desk.phone = "021 222 333"
        desk.save()
        after = self.documents(client)

        assert same == before
        changed = [u for u in before if before[u]["h"] != after[u]["h"]]
        assert changed == ["/en/contacts/"]

    def test_stranger_keeps_no_province(self, client, desk):
        entry = self.documents(client)["/en/contacts/"]

        (saved,) = client.get(f"/offline/en/docs?h={entry['h']}").json()["docs"]

        assert "020 5555 1234" not in saved["m"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestOneTap:
    @pytest.mark.parametrize("address", ["/en/sops/reg-01/", "/en/contacts/"])
    def test_says_that_a_number_is_wrong(self, open_page, officer, desk, publish, address):
        publish("REG-01")
        page = open_page(address, person=officer, language="en")
        page.wait_for_selector("form[data-outbox='contact.wrong'][data-bound]")

        page.get_by_role("button", name="This number is wrong").click()

        page.wait_for_selector("[data-told][data-state=sent]")
        said = WrongNumber.objects.get()
        assert (said.contact, said.reporter, said.phone) == (desk, officer, "020 5555 1234")

    def test_waits_on_the_phone_without_a_network(self, open_page, page_faults, officer, desk):
        page_faults.expect("ERR_INTERNET_DISCONNECTED")
        page = open_page("/lo/contacts/", person=officer)
        page.wait_for_selector("form[data-outbox='contact.wrong'][data-bound]")
        page.context.set_offline(True)

        page.get_by_role("button", name="ເບີນີ້ບໍ່ຖືກ").click()
        page.wait_for_selector("[data-told][data-state=kept]")
        before = WrongNumber.objects.count()
        page.context.set_offline(False)
        page.evaluate(ALL_SENT)

        assert (before, WrongNumber.objects.count()) == (0, 1)

    def test_without_a_script_one_page_asks(self, open_page, officer, desk):
        page = open_page("/en/contacts/", person=officer, language="en", javascript=False)
        page.get_by_role("button", name="This number is wrong").click()

        page.get_by_role("button", name="This number is wrong").click()

        page.get_by_text("Whoever looks after this number is told").wait_for()
        assert WrongNumber.objects.get().contact == desk
