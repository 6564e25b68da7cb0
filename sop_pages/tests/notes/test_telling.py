"""What the home page, the saved copy and the heat map know of notes."""

import pytest

from sop_pages import evidence

pytestmark = pytest.mark.usefixtures("in_english")
SOP = "/en/sops/reg-07/"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def text(response) -> str:
    return " ".join(response.content.decode().replace("<wbr>", "").split())


def own(client, language="en") -> dict:
    said = client.get(f"/offline/{language}/manifest.json").json()
    return {entry["u"]: entry for entry in said["docs"] if entry.get("own")}


def test_home_says_how_many_notes_wait(
    proposed, officer, coordinator, reviewer, trainer, as_, django_assert_max_num_queries
):
    proposed(officer)

    for person, there in ((coordinator, True), (reviewer, True), (trainer, False)):
        phone = as_(person)
        with django_assert_max_num_queries(10):
            page = text(phone.get("/en/"))
        assert ("1 local note to decide" in page) is there


def test_own_proposal_does_not_wait_for_its_writer(proposed, make_person, as_):
    from sop_site.officers import roles

    both = make_person("LS-BOTH", roles.OFFICER, roles.COORDINATOR, district="0601")
    proposed(both)

    assert "to decide" not in text(as_(both).get("/en/"))


def test_saved_copy_holds_notes_of_the_place_alone(
    approved, officer, colleague, officer_elsewhere, as_
):
    note = approved(officer)

    for person, there in ((colleague, True), (officer_elsewhere, False)):
        client = as_(person)
        pages = own(client)
        assert (SOP in pages) is there
        assert {"/en/notes/", "/en/notes/new/"} <= set(pages)
    (saved,) = (
        as_(colleague).get(f"/offline/en/docs?h={own(as_(colleague))[SOP]['h']}").json()["docs"]
    )
    assert note.text in saved["m"]


def test_stranger_bundle_holds_no_note(approved, officer, client):
    note = approved(officer)
    said = client.get("/offline/en/manifest.json").json()

    bundle = client.get(f"/offline/en/bundle-{said['version']}.json").content.decode()
    packed = client.get(f"/offline/en/packed-{said['shared']}.json").content.decode()

    assert SOP in bundle
    assert note.text not in bundle + packed
    assert "<!--notes" not in bundle + packed


def test_shared_page_is_kept_beside_the_own_one(approved, officer, as_):
    approved(officer)

    said = as_(officer).get("/offline/en/manifest.json").json()

    there = [bool(entry.get("own")) for entry in said["docs"] if entry["u"] == SOP]
    assert sorted(there) == [False, True]


def test_saved_list_leaves_out_what_needs_a_connection(approved, officer, as_):
    approved(officer)
    client = as_(officer)

    (saved,) = client.get(f"/offline/en/docs?h={own(client)['/en/notes/']['h']}").json()["docs"]

    assert "Ask the head of the village first." in saved["m"]
    assert "<form" not in saved["m"]


def test_saving_does_not_take_the_mark_new_off(approved, officer, as_):
    note = approved(officer)

    own(as_(officer))

    note.refresh_from_db()
    assert note.has_news


def test_steps_know_of_their_notes(approved, proposed, officer, published):
    approved(officer)
    proposed(officer, text="Another")

    (line,) = [one for one in evidence.of_sop(published["en"].sop_id) if one.kind == "local_notes"]

    assert (line.count, line.label) == (2, "2 local notes")
    assert line.step_id == published["en"].sop.steps.get(key="ask").pk
