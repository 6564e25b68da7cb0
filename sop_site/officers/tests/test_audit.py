"""The audit log: appended only, in ids and states, readable by few."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction

from sop_site.officers import audit, roles
from sop_site.officers.models import AuditEntry, User


@pytest.fixture
def entry(officer):
    return audit.record(officer, "report.name_opened", ("report", 7), filter="waiting", rows=3)


def test_entry_holds_ids_states_and_time(entry, officer):
    assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (officer.pk, "report", "7")
    assert entry.facts == {"filter": "waiting", "rows": 3}
    assert officer.name not in str(AuditEntry.objects.filter(pk=entry.pk).values())


@pytest.mark.parametrize(
    "deed",
    [
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(deed="nothing"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: entry.delete(),
        lambda entry: setattr(entry, "deed", "x") or entry.save(),
        lambda entry: connection.cursor().execute("DELETE FROM officers_auditentry"),
    ],
)
def test_database_refuses_change_and_deletion(entry, deed):
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        deed(entry)

    assert AuditEntry.objects.get(pk=entry.pk).deed == "report.name_opened"


def test_role_changes_are_written_down_with_who_did_it(officer, admin_person):
    from wagtail.log_actions import LogContext

    with LogContext(user=admin_person):
        officer.groups.add(Group.objects.get(name=roles.TRAINER))

    entry = AuditEntry.objects.of_deed(audit.ROLES_CHANGED).about("user", officer.pk)[0]
    assert (entry.actor_id, entry.facts) == (admin_person.pk, {"added": ["trainer"]})


def test_role_given_from_the_groups_side_is_written_down(officer):
    Group.objects.get(name=roles.REVIEWER).user_set.add(officer)

    entry = AuditEntry.objects.of_deed(audit.ROLES_CHANGED).about("user", officer.pk)[0]
    assert entry.facts == {"added": ["reviewer"]}


def test_administrators_role_brings_and_takes_all_rights(officer):
    officer.groups.add(Group.objects.get(name=roles.ADMIN))
    assert User.objects.get(pk=officer.pk).is_superuser

    officer.groups.remove(Group.objects.get(name=roles.ADMIN))
    assert not User.objects.get(pk=officer.pk).is_superuser

    changes = AuditEntry.objects.of_deed(audit.SUPERUSER_CHANGED).about("user", officer.pk)
    assert [entry.facts["now"] for entry in changes.order_by("pk")] == [True, False]


def test_closing_an_account_is_written_down(officer):
    officer.is_active = False
    officer.save()

    entry = AuditEntry.objects.of_deed(audit.ACTIVE_CHANGED).get()
    assert (entry.subject_id, entry.facts) == (str(officer.pk), {"now": False})


@pytest.mark.parametrize("who", ["reviewer", "lead", "admin_person"])
def test_log_is_read_by_reviewers_and_admin(request, as_, entry, officer, who):
    page = as_(request.getfixturevalue(who)).get("/cms/audit-log/").content.decode()

    assert officer.name in page
    assert "report 7" in page
    assert "filter: waiting, rows: 3" in page


@pytest.mark.parametrize("who", ["trainer", "coordinator"])
def test_log_is_closed_to_others(request, as_, entry, who):
    answer = as_(request.getfixturevalue(who)).get("/cms/audit-log/")

    assert answer.headers["Location"] == "/cms/"


def test_removed_person_is_named_so(as_, reviewer, officer, entry):
    User.objects.filter(pk=officer.pk).delete()

    page = as_(reviewer).get("/cms/audit-log/").content.decode()

    assert officer.name not in page
    assert "ລຶບອອກແລ້ວ" in page


def test_log_is_narrowed_by_deed_and_person(as_, reviewer, officer, colleague):
    audit.record(officer, audit.SLIP_MADE, colleague)
    audit.record(colleague, audit.PASSWORD_CHANGED, colleague)
    client = as_(reviewer)

    by_deed = client.get("/cms/audit-log/", {"deed": audit.SLIP_MADE}).context["rows"]
    by_person = client.get("/cms/audit-log/", {"person": officer.pk}).context["rows"]
    by_nonsense = client.get("/cms/audit-log/", {"person": "x\0", "p": "-3", "deed": "\0"})

    assert [row["actor_id"] for row in by_deed] == [officer.pk]
    assert {row["actor_id"] for row in by_person if row["actor_id"]} == {officer.pk}
    assert by_nonsense.status_code == 200


def test_log_page_is_constant_in_rows(as_, reviewer, officer, django_assert_num_queries):
    client = as_(reviewer)
    client.get("/cms/audit-log/")
    with django_assert_num_queries(13) as first:
        client.get("/cms/audit-log/")
    for _n in range(20):
        audit.record(officer, audit.SIGNED_IN, officer)

    with django_assert_num_queries(len(first)):
        client.get("/cms/audit-log/")
