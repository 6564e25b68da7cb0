"""What officers see: notes beneath their steps, each only where it belongs; the form; my notes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from sop_pages.models import LocalNote, RenderedSOP
from sop_pages.notes import deciding
from sop_site.officers import roles

from .conftest import TEXT

SOP = "/en/sops/reg-07/"
NEW = "/en/notes/new/"
MINE = "/en/notes/"


def text(response) -> str:
    return " ".join(response.content.decode().replace("<wbr>", "").split())


def form(**changed) -> dict:
    sent = {"item": str(uuid4()), "sop": "REG-07", "step": "ask", "language": "en"}
    return sent | {"text": TEXT, "place": "0601"} | changed


def test_note_stands_beneath_its_step_with_place_owner_and_end(approved, as_, colleague):
    approved(colleague)

    page = text(as_(colleague).get(SOP))

    step, after = page.split(TEXT)
    assert step.rindex('<li class="step" id="ask">') > step.rindex("<h2")
    assert "A note of Luang Prabang First district" in page
    assert "ທ້າວ LS-COORDINATOR answers for it" in page
    assert after.index('class="step__foot"') < after.index('<li class="step"')


def test_lao_reader_sees_the_same_note_in_lao_words(approved, as_, colleague):
    approved(colleague)

    page = text(as_(colleague).get("/lo/sops/reg-07/"))

    assert f'<div lang="en"><p>{TEXT}</p></div>' in page
    assert "ຫຼວງພະບາງທີໜຶ່ງ" in page


@pytest.mark.parametrize(
    ("who", "district_note", "province_note"),
    [
        ("colleague", True, True),
        ("coordinator", True, True),
        ("reviewer", True, True),
        ("lead", True, True),
        ("admin_person", True, True),
        ("officer_elsewhere", False, False),
        ("neighbour", False, True),
        ("observer", False, False),
    ],
)
def test_only_officers_of_the_place_and_lsso_see_it(
    approved, officer, as_, make_person, request, who, district_note, province_note
):
    approved(officer)
    approved(officer, text="For the province.", place="06")
    if who == "neighbour":
        person = make_person("LS-NEXT", roles.OFFICER, district="0602")
    else:
        person = request.getfixturevalue(who)

    page = text(as_(person).get(SOP))

    assert (TEXT in page, "For the province." in page) == (district_note, province_note)


def test_strangers_and_shared_copies_hold_no_note(approved, officer, client):
    approved(officer)

    page = text(client.get(SOP))

    assert TEXT not in page
    assert "<!--notes" not in page
    assert not RenderedSOP.objects.filter(body__contains=TEXT).exists()


def test_notes_of_other_places_are_folded_for_lsso(approved, officer, officer_elsewhere, as_, lead):
    approved(officer)
    approved(officer_elsewhere, text="By boat.")

    page = text(as_(lead).get(SOP))

    assert "2 notes of other places" in page
    assert page.index("2 notes of other places") < page.index(TEXT)


def test_proposed_and_ended_notes_are_not_shown(proposed, approved, officer, as_, at):
    proposed(officer)
    approved(officer, text="For ten days.", days=10)

    assert TEXT not in text(as_(officer).get(SOP))
    with at(localdate() + timedelta(days=11)):
        assert "For ten days." not in text(as_(officer).get(SOP))


def test_text_is_shown_as_typed(approved, officer, as_):
    approved(officer, text="<script>alert(1)</script> {vol_rate}")

    page = as_(officer).get(SOP).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; {vol_rate}" in page


def test_note_changes_the_etag_of_its_readers_only(
    proposed, officer, officer_elsewhere, coordinator, as_
):
    note = proposed(officer)
    phones = {"here": as_(officer), "elsewhere": as_(officer_elsewhere)}
    before = {name: phone.get(SOP)["ETag"] for name, phone in phones.items()}
    deciding.approve(note, actor=coordinator, until=localdate() + timedelta(days=9))

    got = {
        name: phone.get(SOP, headers={"if-none-match": before[name]}).status_code
        for name, phone in phones.items()
    }

    assert got == {"here": 200, "elsewhere": 304}


@pytest.mark.parametrize("count", [1, 3])
def test_sop_page_takes_six_queries_whatever_its_notes(
    approved, officer, as_, django_assert_max_num_queries, count
):
    for number in range(count):
        approved(officer, text=f"Note {number}")
    phone = as_(officer)
    phone.get(SOP)

    with django_assert_max_num_queries(6):
        assert f"Note {count - 1}" in text(phone.get(SOP))


def test_step_leads_to_the_form(published, as_, officer):
    page = as_(officer).get(SOP).content.decode()

    assert 'href="/en/notes/new/?sop=REG-07&amp;step=ask&amp;release=1.0"' in page


def test_form_names_the_step_and_the_own_places(published, as_, officer):
    page = text(as_(officer).get(f"{NEW}?sop=REG-07&step=ask&release=1.0"))

    assert "Step 1: Ask first" in page
    assert 'data-outbox="sop.note"' in page
    assert 'name="place" value="0601"' in page
    assert 'name="place" value="06"' in page


def test_plain_form_sends_a_note_once(published, as_, officer):
    phone, sent = as_(officer), form()

    answers = [phone.post(NEW, sent, follow=True) for _twice in range(2)]

    assert "Your note has arrived." in text(answers[0])
    assert answers[1].status_code == 200
    assert LocalNote.objects.get().text == TEXT


def test_form_asks_about_a_number_and_sends_all_the_same(published, as_, officer):
    phone, said = as_(officer), "Call 020 5555 1234."

    page = text(phone.post(NEW, form(text=said)))

    assert "Is this about a person?" in page
    assert "<b>020 5555 1234</b>" in page
    assert not LocalNote.objects.exists()
    phone.post(NEW, form(text=said, anyway="1"))
    assert LocalNote.objects.get().text == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Please write how you do it."),
        ({"text": "x" * 700}, "at most 600 characters"),
        ({"place": "1601"}, "your own district or province only"),
        ({"step": "nothing"}, "not in the procedure any more"),
        ({"sop": ""}, "write the note at its step"),
    ],
)
def test_refused_form_keeps_what_was_typed(published, as_, officer, changed, said):
    response = as_(officer).post(NEW, form(**changed))

    assert response.status_code == 422
    assert said in text(response)
    assert changed.get("text", TEXT) in response.content.decode()


def test_person_without_a_place_is_told(published, as_, reviewer):
    page = text(as_(reviewer).get(f"{NEW}?sop=REG-07&step=ask"))

    assert "your profile names none" in page
    assert "data-outbox" not in page


def test_writer_reads_what_became_of_a_note(proposed, officer, colleague, coordinator, as_):
    deciding.refuse(proposed(officer), actor=coordinator, reason="The rule says so already.")
    phone = as_(officer)

    first, second = text(phone.get(MINE)), text(phone.get(MINE))

    assert "Not approved" in first
    assert "The rule says so already." in first
    assert ("</svg> New</span>" in first, "</svg> New</span>" in second) == (True, False)
    assert TEXT not in text(as_(colleague).get(MINE))


def test_writer_withdraws_by_a_button(approved, officer, colleague, as_):
    note = approved(officer)

    assert as_(colleague).post(f"{MINE}{note.pk}/withdraw/").status_code == 404
    page = text(as_(officer).post(f"{MINE}{note.pk}/withdraw/", follow=True))

    assert "The note is withdrawn." in page
    assert TEXT not in text(as_(officer).get(SOP))


@pytest.mark.parametrize("count", [1, 3])
def test_my_notes_take_as_many_queries_for_more_notes(
    approved, officer, as_, django_assert_num_queries, count
):
    for number in range(count):
        approved(officer, text=f"Note {number}")
    phone = as_(officer)
    phone.get(MINE)

    with django_assert_num_queries(4):
        phone.get(MINE)
