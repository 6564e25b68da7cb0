"""What each role may do with reports; and triggers on both engines: a change of state can be
added, never changed or deleted (`update()` passes by `save()`)."""

from django.db import migrations

from sop_site.officers import roles

LSSO = (roles.REVIEWER, roles.LEAD, roles.ADMIN)
PERMISSIONS = {
    "read_report": (roles.TRAINER, roles.COORDINATOR, *LSSO),
    "answer_report": (roles.COORDINATOR, *LSSO),
    "triage_report": LSSO,
    "read_sensitive": (roles.LEAD,),
    "open_name": (roles.LEAD, roles.ADMIN),
    "add_phrase": LSSO,
    "change_phrase": LSSO,
    "delete_phrase": LSSO,
}
SAID = "The log of states is only added to."
HOLD = {
    "sqlite": [
        f"""CREATE TRIGGER statechange_no_update BEFORE UPDATE ON feedback_statechange
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
        f"""CREATE TRIGGER statechange_no_delete BEFORE DELETE ON feedback_statechange
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    ],
    "postgresql": [
        f"""CREATE FUNCTION statechange_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER statechange_no_change BEFORE UPDATE OR DELETE ON feedback_statechange
        FOR EACH ROW EXECUTE FUNCTION statechange_refuse()""",
        """CREATE TRIGGER statechange_no_truncate BEFORE TRUNCATE ON feedback_statechange
        FOR EACH STATEMENT EXECUTE FUNCTION statechange_refuse()""",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER statechange_no_update", "DROP TRIGGER statechange_no_delete"],
    "postgresql": [
        "DROP TRIGGER statechange_no_change ON feedback_statechange",
        "DROP TRIGGER statechange_no_truncate ON feedback_statechange",
        "DROP FUNCTION statechange_refuse()",
    ],
}


def grant(apps, schema_editor):
    roles.grant(apps, "feedback", PERMISSIONS)


def hold(apps, schema_editor):
    for statement in HOLD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_reports"), ("officers", "0003_make_roles")]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(hold, release),
    ]
