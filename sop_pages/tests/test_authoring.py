"""A trainer writes, a reviewer approves; nobody approves what they edited last."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Locale, Page, TaskState
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from sop_pages import tree
from sop_pages.models import SOP, HandbookPage, SectionPage, SOPPage
from sop_pages.tests.approving import approve

pytestmark = pytest.mark.usefixtures("handbook")


@pytest.fixture(autouse=True)
def english_cms(trainer, reviewer, admin_person):
    """Everybody here works with the CMS in English."""
    for person in (trainer, reviewer, admin_person):
        profile = UserProfile.get_for_user(person)
        profile.preferred_language = "en"
        profile.save()


def form(action="", **changes):
    """What the editor posts for a short SOP in Lao."""
    body = streamfield([("text", "ອ່ານອອກສຽງ."), ("warning", "ຢ່າຮັບເງິນສົດ.")])
    step = {"title": "ຖາມກ່ອນ", "key": "", "time_limit": "", "body": body}
    empty = {name: streamfield([]) for name in
             ("conditions", "benefits", "bring", "objections", "checklist", "forms")}  # fmt: skip
    data = {
        "title": "ຂຶ້ນທະບຽນ",
        "code": "REG-11",
        "purpose": "ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.",
        "when": "",
        "minutes": "20",
        "module": "",
        "owner_unit": "",
        "tags": "ບັດ",
        "related": "",
        "facts": "",
        "steps": streamfield([("step", step)]),
        **empty,
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        **changes,
    }
    if action:
        data[f"action-{action}"] = action
    return nested_form_data(data) | {"audience": ["officer"]}


def add_url(language="lo"):
    section = tree.section("register", language)
    return reverse("wagtailadmin_pages:add", args=["sop_pages", "soppage", section.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def written(as_, trainer):
    """A draft that the trainer wrote."""
    as_(trainer).post(add_url(), form())
    return SOPPage.objects.get(sop__code="REG-11")


@pytest.fixture
def submitted(as_, trainer, written):
    as_(trainer).post(edit_url(written), edited(written, action="submit"))
    return SOPPage.objects.get(pk=written.pk)


def edited(page, action="", **changes):
    """The editor's post for a page that is there: its step keeps id and key."""
    child = page.get_latest_revision_as_object().steps[0]
    body = streamfield([("text", "ອ່ານອອກສຽງ.")])
    step = {"title": "ຖາມກ່ອນ", "key": child.value["key"], "time_limit": "", "body": body}
    steps = streamfield([("step", step)]) | {"0": {"value": step, "type": "step", "order": "0",
                                                   "deleted": "", "id": child.id}}  # fmt: skip
    return form(action, steps=steps, **changes)


def decide(client, page, action):
    task = TaskState.objects.get(revision__object_id=str(page.pk), status="in_progress")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    return client.post(url, {"comment": ""})


def test_trainer_saves_an_sop(written):
    page = written.get_latest_revision_as_object()

    assert (page.live, page.slug, page.sop.source_language) == (False, "reg-11", "lo")
    assert page.steps[0].value["key"] == "step-1"
    assert [tag.name for tag in page.tags.all()] == ["ບັດ"]
    assert page.audience == ["officer"]


@pytest.mark.parametrize("action", ["", "submit", "publish"])
def test_nobody_publishes_directly(as_, admin_person, action):
    as_(admin_person).post(add_url(), form(action))

    assert not SOPPage.objects.get(sop__code="REG-11").live


def test_trainer_submits_and_reviewer_publishes(as_, reviewer, submitted):
    approve(as_(reviewer), submitted)

    page = SOPPage.objects.get(pk=submitted.pk)
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert page.sop.steps.get().key == "step-1"


def test_trainer_cannot_approve(as_, trainer, submitted):
    approve(as_(trainer), submitted)

    assert not SOPPage.objects.get(pk=submitted.pk).live


def test_reviewer_who_edited_last_cannot_approve(as_, reviewer, submitted):
    client = as_(reviewer)
    client.post(edit_url(submitted), edited(submitted, title="ຂຶ້ນທະບຽນ ໃໝ່"))

    approve(client, submitted)

    page = SOPPage.objects.get(pk=submitted.pk)
    assert page.get_latest_revision().user == reviewer
    assert not page.live


def test_approving_together_with_an_edit_keeps_the_edit_unapproved(as_, reviewer, submitted):
    data = edited(submitted, title="ຂຶ້ນທະບຽນ ໃໝ່")
    data |= {"action-workflow-action": "1", "workflow-action-name": "approve"}

    as_(reviewer).post(edit_url(submitted), data)

    page = SOPPage.objects.get(pk=submitted.pk)
    assert not page.live
    assert page.get_latest_revision_as_object().title == "ຂຶ້ນທະບຽນ ໃໝ່"


def test_admin_cannot_approve_an_own_edit(as_, admin_person, reviewer):
    client = as_(admin_person)
    client.post(add_url(), form("submit"))
    page = SOPPage.objects.get(sop__code="REG-11")

    approve(client, page)
    assert not SOPPage.objects.get(pk=page.pk).live

    approve(as_(reviewer), page)
    assert SOPPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("person", ["trainer", "reviewer", "admin_person"])
def test_task_itself_approves_for_nobody(submitted, person, request):
    task = TaskState.objects.get(revision__object_id=str(submitted.pk))

    with pytest.raises(PermissionDenied):
        submitted.current_workflow_task.on_action(task, request.getfixturevalue(person), "approve")


def test_wagtails_own_address_leads_to_the_approval_page(as_, reviewer, submitted):
    task = TaskState.objects.get(revision__object_id=str(submitted.pk))
    url = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", task.pk])

    shown = as_(reviewer).get(url).json()["html"]
    as_(reviewer).post(url, {"comment": ""})

    assert reverse("sop_approve", args=[submitted.pk]) in shown
    assert not SOPPage.objects.get(pk=submitted.pk).live


def test_returned_sop_waits_on_the_trainers_home(as_, trainer, reviewer, submitted):
    decide(as_(reviewer), submitted, "reject")

    page = as_(trainer).get(reverse("wagtailadmin_home")).content.decode()
    assert "Returned to you" in page
    assert "REG-11 ຂຶ້ນທະບຽນ" in page


def test_reviewers_home_shows_what_waits_for_approval(as_, reviewer, submitted):
    page = as_(reviewer).get(reverse("wagtailadmin_home")).content.decode()

    assert "REG-11 ຂຶ້ນທະບຽນ" in page
    assert reverse("wagtailadmin_pages:edit", args=[submitted.pk]) in page


def test_frame_is_the_admins(as_, trainer):
    section = tree.section("register", "lo")

    as_(trainer).post(edit_url(section), {"title": "ອື່ນ", "task": "tell"})

    assert SectionPage.objects.get(pk=section.pk).title == section.title


@pytest.mark.parametrize("task", ["tell", "records"])
def test_admin_saves_a_section(as_, admin_person, task):
    section = tree.section(task, "lo")

    as_(admin_person).post(
        edit_url(section),
        nested_form_data({"title": "ຊື່ໃໝ່", "task": task, "comments": {
            "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}}),
    )  # fmt: skip

    section.refresh_from_db()
    assert section.get_latest_revision_as_object().title == "ຊື່ໃໝ່"


def test_admin_saves_a_handbook(as_, admin_person):
    book = HandbookPage.objects.get(locale__language_code="lo")

    as_(admin_person).post(
        edit_url(book),
        nested_form_data({"title": "ຄູ່ມືໃໝ່", "comments": {
            "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}}),
    )  # fmt: skip

    book.refresh_from_db()
    assert book.get_latest_revision_as_object().title == "ຄູ່ມືໃໝ່"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "reg11"}, "A code is two to four capital letters, a dash and two digits"),
        ({"related": "XX-09"}, "There is no SOP with the code XX-09."),
        ({"minutes": "12345"}, "Minutes is a whole number from 1 to 9999."),
        ({"purpose": "ອັດຕາ {no_rate}"}, "There is no reference value {no_rate}."),
        ({"purpose": "ດີ <script>x</script>"}, "Scripts and other active HTML are not taken"),
    ],
)
def test_fault_is_refused_and_what_was_typed_stays(as_, trainer, changes, sentence):
    response = as_(trainer).post(add_url(), form(**changes))

    page = response.content.decode()
    assert escape(sentence) in page
    assert escape(next(iter(changes.values()))) in page
    assert not SOP.objects.filter(code="REG-11").exists()


def test_unknown_value_in_a_step_is_refused_at_its_block(as_, trainer):
    body = streamfield([("text", "ອັດຕາ {no_rate}")])
    step = {"title": "ຖາມ", "key": "", "time_limit": "", "body": body}

    response = as_(trainer).post(add_url(), form(steps=streamfield([("step", step)])))

    errors = response.context["form"].errors.as_data()["steps"][0]
    nested = errors.block_errors[0].block_errors["body"].block_errors[0]
    assert nested.messages == ["There is no reference value {no_rate}."]
    assert not SOPPage.objects.exists()


def test_code_used_twice_is_refused_by_name(as_, trainer, written):
    response = as_(trainer).post(add_url(), form(title="ອື່ນ"))

    assert response.context["form"].errors["code"] == [
        "The code REG-11 is already used by “ຂຶ້ນທະບຽນ”."
    ]
    assert SOPPage.objects.count() == 1


def test_lao_page_without_lao_is_refused(as_, trainer):
    step = {"title": "Ask", "key": "", "time_limit": "", "body": streamfield([])}

    response = as_(trainer).post(
        add_url(), form(title="Ask", purpose="Why.", steps=streamfield([("step", step)]))
    )

    assert response.context["form"].errors["title"] == [
        "This is the Lao handbook, and the page has no Lao text. Write it in Lao first."
    ]


def test_english_page_needs_no_lao(as_, trainer):
    step = {"title": "Ask first", "key": "", "time_limit": "", "body": streamfield([])}

    as_(trainer).post(
        add_url("en"), form(title="Ask", purpose="Why.", steps=streamfield([("step", step)]))
    )

    page = SOPPage.objects.get()
    assert (page.language, page.sop.source_language) == ("en", "en")
    assert page.get_latest_revision_as_object().steps[0].value["key"] == "ask-first"


def test_code_stays_once_published(as_, trainer, reviewer, submitted):
    approve(as_(reviewer), submitted)

    as_(trainer).post(edit_url(submitted), edited(submitted, code="REG-12"))

    assert SOPPage.objects.get(pk=submitted.pk).code == "REG-11"


def test_preview_is_the_officers_page_on_a_phone(as_, trainer, written):
    page = written.get_latest_revision_as_object()

    response = page.make_preview_request(None, "")

    assert "ຖາມກ່ອນ" in response.content.decode().replace("<wbr>", "")
    assert (page.preview_sizes[0]["device_width"], page.default_preview_size) == (360, "phone")


def test_deleted_draft_frees_its_code(as_, trainer, written):
    written.delete()

    assert not SOP.objects.filter(code="REG-11").exists()


def test_tree_is_made_once(handbook):
    assert tree.ensure_tree() == []
    assert Page.objects.count() == 13
    assert {section.locale.language_code for section in SectionPage.objects.all()} == {"lo", "en"}
    assert Locale.objects.count() == 2


def test_form_without_its_fields_is_a_bad_request(as_, trainer):
    answer = as_(trainer).post(add_url(), {"action-publish": "1", "title": "x"})

    assert answer.status_code == 400
    assert SOPPage.objects.count() == 0


@pytest.mark.parametrize(("name", "value"), [("bring-count", "x"), ("steps-0-order", "1e9")])
def test_form_with_broken_counts_is_a_bad_request(as_, trainer, name, value):
    answer = as_(trainer).post(add_url(), {**form(), name: value})

    assert answer.status_code == 400
    assert SOPPage.objects.count() == 0


@pytest.mark.parametrize("who", ["trainer", "reviewer", "admin_person"])
@pytest.mark.parametrize("deed", ["publish", "move", "copy", "revert_to_page_revision"])
def test_deeds_of_wagtails_api_are_closed(request, as_, who, deed):
    page = tree.section("register", "lo")

    answer = as_(request.getfixturevalue(who)).post(f"/cms/api/main/pages/{page.pk}/action/{deed}/")

    assert answer.status_code == 404
