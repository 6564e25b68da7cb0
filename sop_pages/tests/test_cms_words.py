"""The CMS speaks the language of the person: our own buttons, and pages that we changed."""

import json

import pytest
from django.urls import reverse

from sop_pages.models import HandbookPage
from sop_pages.tests.test_authoring import add_url

pytestmark = pytest.mark.usefixtures("handbook")


@pytest.mark.parametrize(("language", "words"), [("lo", "ສົ່ງຂໍອະນຸມັດ"), ("en", "Submit for approval")])
def test_button_submits_for_approval(as_, trainer, speaks, language, words):
    speaks(trainer, language)

    page = as_(trainer).get(add_url()).content.decode()

    assert words in page
    assert "Submit to" not in page


def test_administrator_sees_the_root_of_the_pages(as_, admin_person):
    page = as_(admin_person).get(reverse("wagtailadmin_explore_root")).content.decode()

    assert all(book.title in page for book in HandbookPage.objects.all())


def test_home_has_no_english_in_lao(as_, trainer, speaks):
    speaks(trainer, "lo")

    page = as_(trainer).get(reverse("wagtailadmin_home")).content.decode()

    assert 'value="ຄົ້ນຫາ"' in page
    assert "Site summary" not in page
    assert '"/cms/snippets/"' not in page


def test_scripts_of_the_cms_speak_lao(as_, trainer, speaks):
    speaks(trainer, "lo")

    words = as_(trainer).get("/cms/jsi18n/").content.decode()

    assert f'"Search": {json.dumps("ຄົ້ນຫາ")}' in words
