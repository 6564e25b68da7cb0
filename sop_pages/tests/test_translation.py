"""Two languages, one SOP: each page has one owner, and publishing one leaves the other alone."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from sop_pages.files.importing import import_files
from sop_pages.models import SOPPage
from sop_pages.tests.approving import approve


@pytest.fixture
def lao(handbook, write_file):
    import_files([write_file("lo")], publish=True)
    return SOPPage.objects.get(language="lo")


@pytest.fixture
def translation(lao):
    """The Lao page being translated into English in the CMS's own editor, nothing done yet."""
    source = TranslationSource.objects.get()
    return Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )


def translate(translation, **words):
    """Gives each string of the source its English: the words given, else "en: …"."""
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": words.get(segment.context.path, "en: " + segment.string.data)},
        )
    return translation


def edit(page, title):
    draft = page.get_latest_revision_as_object()
    draft.title = title
    draft.save_revision().publish()


def test_source_is_kept_for_the_source_language_only(published):
    edit(published["en"], "By hand")
    edit(published["lo"], "ຊື່ໃໝ່")

    source = TranslationSource.objects.get()
    assert source.locale.language_code == "lo"
    assert source.as_instance().title == "ຊື່ໃໝ່"


def test_publishing_the_source_leaves_hand_edits_of_the_other(published):
    edit(published["en"], "By hand")

    edit(published["lo"], "ຊື່ໃໝ່")

    assert SOPPage.objects.get(language="en").title == "By hand"


def test_publishing_the_other_leaves_the_source(published):
    before = SOPPage.objects.get(language="lo").content()

    edit(published["en"], "By hand")

    assert SOPPage.objects.get(language="lo").content() == before


def test_translation_editor_makes_a_page_of_the_same_sop(translation):
    page, created = translate(translation).source.create_or_update_translation(
        translation.target_locale, publish=False
    )

    lao = SOPPage.objects.get(language="lo")
    draft = page.get_latest_revision_as_object()
    assert (created, page.sop_id, page.slug) == (True, lao.sop_id, "reg-07")
    assert draft.title == "en: ຂຶ້ນທະບຽນສະມາຊິກ"
    assert [(c.id, c.value["key"]) for c in draft.steps] == [
        (c.id, c.value["key"]) for c in lao.steps
    ]
    assert draft.steps[1].value["time_limit"] == "en: ພາຍໃນມື້ດຽວກັນ"


def test_translators_are_given_words_and_no_keys(lao):
    given = set(TranslationSource.objects.get().stringsegment_set.values_list(
        "string__data", flat=True
    ))  # fmt: skip

    assert "ຖາມກ່ອນ" in given
    assert not given & {"ask", "write", "bring-id", "REG-07", "reg-07"}


def test_publishing_the_source_waits_for_the_translator(translation):
    translate(translation).source.create_or_update_translation(
        translation.target_locale, publish=False
    )
    english = SOPPage.objects.get(language="en")
    english.get_latest_revision().publish()

    edit(SOPPage.objects.get(language="lo"), "ຊື່ໃໝ່")

    assert SOPPage.objects.get(language="en").title == "en: ຂຶ້ນທະບຽນສະມາຊິກ"


def test_file_leaves_what_the_translation_editor_owns(translation, write_file):
    translate(translation).source.create_or_update_translation(
        translation.target_locale, publish=False
    )

    left, forced = (
        import_files([write_file("en")], force=force)[0].state for force in (False, True)
    )

    assert (left, forced) == ("left", "updated")
    assert not Translation.objects.get().enabled


def test_trainer_starts_a_translation_in_the_cms(as_, trainer, lao):
    english = Locale.objects.get(language_code="en")

    as_(trainer).post(
        reverse("wagtail_localize:submit_page_translation", args=[lao.pk]),
        {"locales": [english.pk]},
    )

    assert Translation.objects.get().target_locale == english
    assert SOPPage.objects.get(language="en").sop_id == lao.sop_id


def test_translation_is_sent_to_review_and_approved(as_, trainer, reviewer, translation):
    page, _made = translate(translation).source.create_or_update_translation(
        translation.target_locale, user=trainer, publish=False
    )
    address = reverse("sop_submit", args=[page.pk])

    home = as_(trainer).get(reverse("wagtailadmin_home"))
    as_(trainer).post(address)
    approve(as_(reviewer), SOPPage.objects.get(pk=page.pk))

    assert address in home.content.decode()
    assert SOPPage.objects.get(pk=page.pk).live


def test_officer_cannot_send_a_page_to_review(as_, officer, published):
    response = as_(officer).post(reverse("sop_submit", args=[published["en"].pk]))

    assert response.status_code == 403
    assert not SOPPage.objects.get(language="en").workflow_in_progress
