"""What was brought by hand waits for a yes; who may say it, and what comes of it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from sop_site.offline import consenting, inbox
from sop_site.offline.models import InboxItem
from sop_site.offline.tests.test_by_hand import bring, consented, english, packed  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def held(consented, item, packed, officer, reviewer):  # noqa: F811
    """held("Salt", …) -> the rows of items that a reviewer brought for the officer."""

    def made(*texts, owner=officer):
        items = [item(owner, {"text": text}) for text in texts]
        bring(packed(*items), reviewer)
        return InboxItem.objects.held()

    return made


def decide(person, owner, agreed=True, until=None):
    return consenting.decide(person, [owner.pk], agreed=agreed, until=until or timezone.now())


def log_of(deed):
    return apps.get_model("officers.AuditEntry").objects.filter(deed=deed)


def test_trainer_of_the_province_sees_what_waits(held, trainer, officer, reviewer, make_person):
    held("Salt", "Rice")
    elsewhere = make_person("LS-FAR", "trainer", district="1601")

    (row,) = consenting.groups_for(trainer)

    assert (row["owner"], row["items"], row["imported_by__name"]) == (officer.pk, 2, reviewer.name)
    assert list(consenting.groups_for(elsewhere)) == []
    assert list(consenting.groups_for(reviewer)) == []


def test_yes_hands_items_on_in_the_order_of_writing(held, trainer, officer, consented):  # noqa: F811
    held("first", "second", "third")

    told = decide(trainer, officer)

    assert (told, consented) == ({"handled": 3}, ["first", "second", "third"])
    entry = log_of("inbox.released").get()
    assert (entry.actor_id, entry.subject_id, entry.facts) == (
        trainer.pk,
        str(officer.pk),
        {"handled": 3},
    )


def test_no_turns_items_down_for_good(held, trainer, officer, consented):  # noqa: F811
    held("Salt")

    decide(trainer, officer, agreed=False)

    row = InboxItem.objects.get()
    again = inbox.run_again(row)
    assert (row.state, row.code, again.status) == ("rejected", "no_consent", "rejected")
    assert (consented, InboxItem.objects.waiting().exists()) == ([], False)
    assert log_of("inbox.turned_down").count() == 1


def test_phone_may_still_send_what_was_turned_down(
    held,
    trainer,
    officer,
    phone,
    item,
    consented,  # noqa: F811
):
    row = held("Salt").get()
    decide(trainer, officer, agreed=False)
    sent = item(officer, id=str(row.pk))

    (result,) = phone(officer)(sent).json()["results"]

    assert (result["status"], consented) == ("duplicate", ["Salt"])


def test_item_that_its_handler_refuses_is_told_and_stays(held, trainer, officer):
    held("no", "Salt")

    told = decide(trainer, officer)

    assert told == {"rejected": 1, "handled": 1}
    assert InboxItem.objects.waiting().get().reason == "Not this."


def test_what_came_after_the_page_was_made_still_waits(held, trainer, officer):
    held("Salt")
    before = timezone.now()
    held("Rice").filter(payload__text="Rice").update(received_at=before + timedelta(seconds=1))

    assert decide(trainer, officer, until=before) == {"handled": 1}
    assert InboxItem.objects.held().get().payload == {"text": "Rice"}


def test_nobody_says_yes_to_what_they_brought(consented, item, packed, officer, trainer):  # noqa: F811
    bring(packed(item(officer)), trainer)

    assert decide(trainer, officer) == {}
    assert InboxItem.objects.held().count() == 1


def test_trainer_elsewhere_cannot_decide(held, officer, make_person):
    held("Salt")
    elsewhere = make_person("LS-FAR", "trainer", district="1601")

    assert decide(elsewhere, officer) == {}
    assert InboxItem.objects.held().count() == 1


def test_page_takes_a_yes(held, trainer, officer, as_):
    held("Salt")
    form = {"owner": officer.pk, "say": "yes", "until": timezone.now().isoformat()}

    response = as_(trainer).post("/cms/by-hand/", form)

    assert response.headers["Location"] == "/cms/by-hand/"
    assert InboxItem.objects.get().state == "handled"


@pytest.mark.parametrize(
    "changes", [{"owner": ""}, {"owner": "x"}, {"say": ""}, {"until": ""}, {"until": "2026-01-01"}]
)
def test_page_without_a_choice_decides_nothing(held, trainer, officer, as_, changes):
    held("Salt")
    form = {"owner": officer.pk, "say": "yes", "until": timezone.now().isoformat()}

    as_(trainer).post("/cms/by-hand/", form | changes)

    assert InboxItem.objects.get().state == "held"


def test_page_asks_the_same_whatever_waits(
    held, trainer, as_, make_person, django_assert_max_num_queries
):
    client = as_(trainer)
    for n in range(8):
        held("a", "b", owner=make_person(f"LS-{n}", "officer", district="0601"))
    client.get("/cms/by-hand/")

    with django_assert_max_num_queries(14):
        page = client.get("/cms/by-hand/").content.decode()

    assert page.count('name="owner"') == 8


def test_file_is_brought_on_the_page(consented, item, packed, officer, reviewer, as_):  # noqa: F811
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("k.json", packed(item(officer)), "application/json")

    response = as_(reviewer).post(
        "/cms/inbox/bring/", {"file": upload}, headers={"Accept-Language": "en"}
    )

    page = response.content.decode()
    assert InboxItem.objects.get().receipt in page
    assert "it counts once the trainer says yes" in page or "ຄູຝຶກ" in page
    assert officer.name in page


@pytest.mark.parametrize("content", [b"{", b"x" * (5 * 1024 * 1024 + 2)])
def test_bad_file_is_refused_on_the_page(content, reviewer, as_):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("k.json", content, "application/json")

    response = as_(reviewer).post("/cms/inbox/bring/", {"file": upload})

    assert (response.status_code, 'role="alert"' in response.content.decode()) == (422, True)
    assert InboxItem.objects.count() == 0
