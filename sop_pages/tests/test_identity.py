"""A step stays the same step, whatever happens to its page."""

import pytest
from wagtail.models import Locale

from sop_pages import identity, tree
from sop_pages.files.importing import import_files
from sop_pages.models import SOP, SOPPage, Step


def ids(page) -> dict[str, str]:
    return {passage.key: passage.block_id for _kind, passage in page.content().keyed()}


def edit_step(page, number, **value):
    draft = page.get_latest_revision_as_object()
    for name, text in value.items():
        draft.steps[number].value[name] = text
    draft.save_revision().publish()
    return SOPPage.objects.get(pk=page.pk)


def test_ids_agree_in_both_languages_and_with_the_key(published):
    sop = SOP.objects.get(code="REG-07")

    assert ids(published["lo"]) == ids(published["en"])
    assert ids(published["lo"])["ask"] == str(sop.block_id("ask"))
    assert published["lo"].translation_key == published["en"].translation_key == sop.uuid


def test_publishing_writes_a_row_for_each_passage(published):
    rows = Step.objects.filter(sop__code="REG-07").values_list(
        "key", "kind", "number", "title_en", "present"
    )

    assert set(rows) == {
        ("bring-id", "bring", 1, "Identity card", True),
        ("ask", "step", 1, "Ask first", True),
        ("write", "step", 2, "Write it down", True),
        ("obj-dear", "objection", 1, '"Too dear"', True),
    }
    assert Step.objects.get(key="ask").title_lo == "ຖາມກ່ອນ"


def test_edit_keeps_the_step(published):
    before = Step.objects.get(key="ask")

    edit_step(published["en"], 0, title="Ask kindly")

    after = Step.objects.get(key="ask")
    assert (after.pk, after.block_id, after.title_en) == (before.pk, before.block_id, "Ask kindly")


def test_renamed_key_keeps_the_step(published):
    before = Step.objects.get(key="ask")

    edit_step(published["lo"], 0, key="ask-kindly")

    assert Step.objects.get(key="ask-kindly").pk == before.pk
    assert not Step.objects.filter(key="ask").exists()


def test_keys_that_change_places_keep_their_steps(published):
    asked, wrote = Step.objects.get(key="ask").pk, Step.objects.get(key="write").pk
    draft = published["lo"].get_latest_revision_as_object()
    draft.steps[0].value["key"], draft.steps[1].value["key"] = "write", "ask"

    draft.save_revision().publish()

    assert (Step.objects.get(key="write").pk, Step.objects.get(key="ask").pk) == (asked, wrote)


def test_move_to_another_section_keeps_the_steps(published):
    before = ids(published["lo"])

    published["lo"].move(tree.section("claims", "lo"), pos="last-child")

    page = SOPPage.objects.get(pk=published["lo"].pk)
    assert ids(page) == before
    assert page.content().task == "claims"


def test_import_again_keeps_the_steps(published, write_file):
    before = dict(Step.objects.values_list("key", "pk"))

    import_files([write_file("lo", title="ຊື່ໃໝ່")], publish=True)

    assert dict(Step.objects.values_list("key", "pk")) == before
    assert SOPPage.objects.get(pk=published["lo"].pk).title == "ຊື່ໃໝ່"


def test_step_taken_out_of_both_languages_is_no_longer_present(published):
    for page in published.values():
        draft = page.get_latest_revision_as_object()
        del draft.steps[1]
        draft.save_revision().publish()

    assert list(Step.objects.filter(present=False).values_list("key", flat=True)) == ["write"]


def test_step_that_comes_back_is_the_same(published):
    before = Step.objects.get(key="write").pk
    page = published["lo"]
    draft = page.get_latest_revision_as_object()
    value = dict(draft.steps[1].value)
    del draft.steps[1]
    draft.save_revision().publish()

    draft = page.get_latest_revision_as_object()
    draft.steps.append(("step", value))
    draft.save_revision().publish()

    assert Step.objects.get(key="write").pk == before
    assert Step.objects.filter(sop__code="REG-07").count() == 4


def test_step_duplicated_in_the_editor_gets_a_new_key_and_id(published):
    draft = published["lo"].get_latest_revision_as_object()
    draft.steps.insert(0, ("step", dict(draft.steps[0].value)))

    draft.save_revision().publish()

    page = SOPPage.objects.get(pk=published["lo"].pk)
    assert [child.value["key"] for child in page.steps] == ["ask-2", "ask", "write"]
    assert page.steps[1].id == ids(published["en"])["ask"]
    assert page.steps[0].id != page.steps[1].id


def test_copy_is_a_new_sop_that_shares_no_step(published):
    original = ids(published["lo"])

    copied = published["lo"].copy(update_attrs={"title": "ສຳເນົາ"}, keep_live=False)
    copied.get_latest_revision().publish()

    copied = SOPPage.objects.get(pk=copied.pk)
    assert (copied.code, copied.slug) == ("REG-01", "reg-01")
    assert copied.sop.uuid == copied.translation_key != published["lo"].translation_key
    assert not set(ids(copied).values()) & set(original.values())
    assert set(ids(copied)) == set(original)
    assert ids(SOPPage.objects.get(pk=published["lo"].pk)) == original
    assert Step.objects.filter(sop=copied.sop).count() == 4


def test_copied_older_revisions_share_no_step_either(published):
    copied = published["lo"].copy(keep_live=False)

    for revision in copied.revisions.all():
        old = revision.as_object()
        assert not set(ids(old).values()) & set(ids(published["lo"]).values())


def test_wagtail_translation_shares_the_sop_and_its_steps(handbook, write_file):
    import_files([write_file("lo")], publish=True)
    page = SOPPage.objects.get(language="lo")

    other = page.copy_for_translation(Locale.objects.get(language_code="en"))

    assert other.sop_id == page.sop_id
    assert (other.language, other.slug) == ("en", "reg-07")
    assert ids(other) == ids(page)


@pytest.mark.parametrize(
    ("title", "key"),
    [("Agree the day!", "agree-the-day"), ("ນັດມື້", "step-1"), ("ແບບຟອມ A1", "step-1")],
)
def test_empty_key_is_made(handbook, title, key):
    page = new_page(title)

    identity.settle(page)

    assert page.steps[0].value["key"] == key
    assert page.steps[0].id


def new_page(*titles):
    page = SOPPage(title="x", locale=Locale.objects.get(language_code="lo"))
    for title in titles:
        page.steps.append(("step", {"title": title, "key": "", "body": [], "time_limit": ""}))
    return page


def test_keys_made_of_equal_titles_differ(handbook):
    page = new_page("Ask", "Ask", "Ask")

    identity.settle(page)

    assert [child.value["key"] for child in page.steps] == ["ask", "ask-2", "ask-3"]
