"""Nobody is left standing: a form after the session's end, an address without a page, a name."""

import pytest
from django.test import Client
from django.utils import translation

from sop_site.officers.models import User


@pytest.mark.parametrize(
    ("language", "words"),
    [("lo", "ທ່ານບໍ່ໄດ້ຢູ່ໃນລະບົບແລ້ວ."), ("en", "You are no longer signed in.")],
)
def test_form_after_the_session_is_offered_again(db, language, words):
    typed = {"text": "ຊື່ <b>ບໍ່ກົງ</b>", "category": "sop"}

    answer = Client().post(f"/{language}/feedback/new/", typed)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert words in page.replace("<wbr>", "")
    assert 'name="text" value="ຊື່ &lt;b&gt;ບໍ່ກົງ&lt;/b&gt;"' in page
    assert f'action="/{language}/feedback/new/"' in page


def test_offered_form_arrives_after_signing_in(as_, officer):
    typed = {"text": "The form has no field.", "category": "sop", "visibility": "normal"}
    Client().post("/en/feedback/new/", typed)

    answer = as_(officer).post("/en/feedback/new/", {**typed, "channel": "app"})

    assert answer.status_code == 302
    assert officer.reports.get().text == "The form has no field."


def test_form_without_words_leads_back_to_its_page(client, db):
    answer = client.post(
        "/en/quizzes/m1/start/", headers={"Referer": "http://testserver/en/quizzes/m1/"}
    )

    assert answer.headers["Location"] == "/en/sign-in/?next=%2Fen%2Fquizzes%2Fm1%2F"


def test_page_that_is_only_read_leads_to_the_sign_in(client, db):
    answer = client.get("/en/feedback/")

    assert answer.headers["Location"] == "/en/sign-in/?next=/en/feedback/"


def test_address_for_forms_alone_says_so(as_, officer):
    answer = as_(officer).get("/en/quizzes/m1/start/")

    assert answer.status_code == 405
    assert "There is nothing to see at this address." in answer.content.decode()
    assert answer.headers["Allow"] == "POST"


def test_name_turns_no_words_around_it(officer):
    officer.name = "\u202eຄຳ\u2066 ແສງ\u200f"
    officer.save()

    assert User.objects.get(pk=officer.pk).name == "ຄຳ ແສງ"


@pytest.mark.parametrize(
    ("language", "latin", "shown"),
    [("lo", "Kham", "ຄຳ"), ("en", "Kham", "Kham"), ("en", "", "ຄຳ")],
)
def test_name_is_written_in_the_pages_letters(language, latin, shown):
    with translation.override(language):
        assert User(name="ຄຳ", name_latin=latin).name_here == shown
