"""Who decides on local notes; and triggers on both engines: the log of what was done with them is
only added to (`update()` passes by `save()`)."""

from django.db import migrations

from sop_site.officers import roles

LSSO = (roles.REVIEWER, roles.LEAD, roles.ADMIN)
PERMISSIONS = {
    "decide_localnote": (roles.COORDINATOR, *LSSO),
    "adopt_localnote": LSSO,
}
SAID = "The log of local notes is only added to."
TABLE = "sop_pages_localnotedeed"
HOLD = {
    "sqlite": [
        f"""CREATE TRIGGER note_deed_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
        f"""CREATE TRIGGER note_deed_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    ],
    "postgresql": [
        f"""CREATE FUNCTION note_deed_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$""",
        f"""CREATE TRIGGER note_deed_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION note_deed_refuse()""",
        f"""CREATE TRIGGER note_deed_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION note_deed_refuse()""",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER note_deed_no_update", "DROP TRIGGER note_deed_no_delete"],
    "postgresql": [
        f"DROP TRIGGER note_deed_no_change ON {TABLE}",
        f"DROP TRIGGER note_deed_no_truncate ON {TABLE}",
        "DROP FUNCTION note_deed_refuse()",
    ],
}


def grant(apps, schema_editor):
    roles.grant(apps, "sop_pages", PERMISSIONS)


def hold(apps, schema_editor):
    for statement in HOLD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("sop_pages", "0016_local_notes"), ("officers", "0003_make_roles")]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(hold, let_go),
    ]
