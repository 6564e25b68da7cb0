"""The log of states: each change is in it, and nobody changes it by any way."""

import pytest
from django.db import DatabaseError, connection, transaction

from feedback import triage, urls, wagtail_hooks
from feedback.models import Report, StateChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(officer, report_of):
    return report_of(officer, language="en")


def entries() -> list[dict]:
    return list(StateChange.objects.order_by("pk").values())


@pytest.mark.parametrize(
    "deed",
    [
        lambda entry: StateChange.objects.update(after="answered"),
        lambda entry: StateChange.objects.all().delete(),
        lambda entry: entry.delete(),
        lambda entry: setattr(entry, "after", "answered") or entry.save(),
        lambda entry: StateChange.objects.bulk_update([entry], ["after", "actor_id"]),
        lambda entry: StateChange.objects.update_or_create(
            pk=entry.pk, defaults={"actor_id": None}
        ),
        lambda entry: connection.cursor().execute("DELETE FROM feedback_statechange"),
    ],
)
def test_nothing_in_the_log_is_changed_or_deleted(report, deed):
    before = entries()

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        deed(StateChange.objects.get())

    assert entries() == before


def test_report_with_a_log_cannot_be_deleted(report):
    code = report.code

    with pytest.raises(DatabaseError):
        delete_at_once(report)

    assert Report.objects.filter(code=code).exists()


@transaction.atomic
def delete_at_once(report):
    report.delete()
    connection.check_constraints()  # else only at the end of the test


def addresses(report) -> list[str]:
    own = [f"/en/feedback/{pattern.pattern}" for pattern in urls.urlpatterns]
    desk = [f"/cms/{pattern.pattern}" for pattern in wagtail_hooks.addresses()]
    code = report.code.lower()
    return [path.replace("<str:code>", code).replace("<int:pk>", "1") for path in own + desk]


@pytest.mark.parametrize("person", ["officer", "reviewer", "admin_person"])
def test_no_address_changes_what_is_logged(report, reviewer, as_, request, person):
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")
    before, client = entries(), as_(request.getfixturevalue(person))
    forged = {"changes": before[0]["id"], "pk": before[0]["id"], "after": "received", "text": "x"}

    for address in addresses(report):
        for ask in (client.get, client.post, client.put, client.delete):
            ask(address, {**forged, "state": "looking", "outcome": "solved", "to": "me"})

    assert entries()[: len(before)] == before


def test_each_deed_leaves_its_line(report, officer, reviewer):
    triage.assign(report, actor=reviewer, to=reviewer)
    triage.reply(report, actor=reviewer, text="Which form?", state="need_info")
    triage.add_information(report, actor=officer, text="Form 7")
    triage.reply(report, actor=reviewer, text="Use form 8.", state="answered")
    triage.judge(report, actor=officer, outcome="not")
    triage.reply(report, actor=reviewer, text="Use form 9.", state="answered")
    triage.close(report, actor=reviewer, outcome="partly")

    lines = StateChange.objects.filter(report=report).values_list("before", "after", "actor_id")
    us, them = reviewer.pk, officer.pk
    assert list(lines) == [
        ("", "received", them),
        ("received", "looking", us),
        ("looking", "need_info", us),
        ("need_info", "looking", them),
        ("looking", "answered", us),
        ("answered", "reopened", them),
        ("reopened", "answered", us),
        ("answered", "closed_partly", us),
    ]


def test_row_that_moved_meanwhile_is_not_overwritten(report, reviewer, monkeypatch):
    """Even where nothing held the row: the swap compares state and version itself."""
    current = triage.clean_text

    def somebody_is_quicker(text):
        Report.objects.filter(pk=report.pk).update(state="not_now", version=7)
        return current(text)

    monkeypatch.setattr("feedback.triage.answering.clean_text", somebody_is_quicker)

    with pytest.raises(triage.TriageError):
        triage.reply(report, actor=reviewer, text="Form 7", state="answered")

    assert report.messages.count() == 0
    assert Report.objects.get().first_reply_at is None
