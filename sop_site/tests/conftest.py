"""People and things that stand for every row of access.py; for those who walk all addresses."""

import pytest

from sop_site.tests import access_things
from sop_site.tests.access import ROLES


@pytest.fixture
def people(request):
    """{role: person}; nobody for "anonymous"."""
    names = {role: role for role in ROLES[1:]} | {"admin": "admin_person"}
    return {role: request.getfixturevalue(name) for role, name in names.items()}


@pytest.fixture
def things(people, make_person, officer_elsewhere, tmp_path, settings):
    """What the rows' paths name in braces; made by or for `officer`."""
    settings.MEDIA_ROOT = tmp_path
    return (
        access_things.a_slip(make_person("LS-NEW"), people["admin"])
        | access_things.an_sop(tmp_path)
        | access_things.a_contact(people["officer"])
        | access_things.notes(people["officer"], officer_elsewhere)
        | access_things.a_draft_in_review(tmp_path, people["trainer"])
        | access_things.a_quiz(people["officer"])
        | access_things.a_print("m2-90", people["trainer"])
        | access_things.workshops(people["officer"], officer_elsewhere, people["trainer"])
        | access_things.reports(people["officer"])
        | access_things.a_solution(people["officer"])
        | access_things.a_theme(people["officer"], people["colleague"], people["admin"])
    )
