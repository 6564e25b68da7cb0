"""The roles as migrations make them on an empty database, numbers, and places."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sop_site.officers import roles
from sop_site.officers.models import User
from sop_site.officers.numbers import normalised, written

OWN = {
    "officers.read_people": {roles.TRAINER, roles.COORDINATOR, roles.ADMIN},
    "officers.make_slips": {roles.TRAINER, roles.ADMIN},
    "officers.view_auditentry": {roles.REVIEWER, roles.ADMIN},
    "wagtailadmin.access_admin": set(roles.CMS_ROLES),
}


def holders(permission):
    app, codename = permission.split(".")
    found = Group.objects.filter(
        permissions__content_type__app_label=app, permissions__codename=codename
    )
    return set(found.values_list("name", flat=True)) & set(roles.ROLES)


def test_migrations_make_the_seven_roles(db):
    assert set(roles.ROLES) <= set(Group.objects.values_list("name", flat=True))


@pytest.mark.parametrize("permission", OWN)
def test_migrations_grant_each_role_its_own(db, permission):
    assert holders(permission) == OWN[permission]


@pytest.mark.parametrize("codename", ["add_user", "change_user", "delete_user"])
def test_no_role_may_edit_users(db, codename):
    assert holders(f"officers.{codename}") == set()


@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth():
    MigrationExecutor(connection).migrate([("officers", "0002_slips_audit_log_and_session_round")])
    assert not Group.objects.filter(name__in=roles.ROLES).exists()

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert holders("officers.make_slips") == OWN["officers.make_slips"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ls-00001", "LS-00001"),
        (" LS 00001 ", "LS00001"),
        ("Officer", "officer"),
        ("020 5555 1234", "02055551234"),
        ("030-555-1234", "0305551234"),
        ("+85620 5555 1234", "02055551234"),
        ("+856 (0)20 5555 1234", "02055551234"),
        ("20 5555 1234", "02055551234"),
        ("30 555 1234", "0305551234"),
        ("\ufeff020 5555\u200d1234", "02055551234"),
        ("໐໒໐ ໕໕໕໕ ໑໒໓໔", "02055551234"),
        ("021 212 345", "021212345"),
        ("+1 555 0100", "+15550100"),
        ("", ""),
        ("\0", ""),
    ],
)
def test_number_is_kept_in_one_form(typed, kept):
    assert normalised(typed) == kept
    assert normalised(kept) == kept


def test_number_is_shown_in_groups():
    assert written("02055551234") == "020 5555 1234"
    assert written("LS-00001") == "LS-00001"


def test_user_needs_a_number(db):
    with pytest.raises(ValueError, match="staff or phone number"):
        User.objects.create_user("")


def test_district_brings_its_province(officer, places):
    officer.province_id = "16"
    officer.save()

    assert officer.province_id == "06"


def test_inactive_person_holds_no_role(officer):
    officer.is_active = False

    assert not officer.has_role(roles.OFFICER)


def test_superuser_holds_no_role_by_that_alone(make_person):
    root = make_person("LS-ROOT", is_superuser=True)

    assert not root.has_role(roles.LEAD, roles.ADMIN)
    assert root.enters_cms
