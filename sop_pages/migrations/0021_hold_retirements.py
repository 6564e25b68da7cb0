"""Triggers on both engines: what was recorded of a retirement can't be changed or taken away, and a
release that was made void stays so."""

from django.db import migrations

SAID = "The log of retirements is only added to."
VOID = "A void release stays void."
OF_ENDED = "UPDATE OF ended, ended_reason ON sop_pages_release"
HOLD = {
    "sqlite": [
        f"""CREATE TRIGGER retirement_no_update BEFORE UPDATE ON sop_pages_retirement
            BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
        f"""CREATE TRIGGER retirement_no_delete BEFORE DELETE ON sop_pages_retirement
            BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
        f"""CREATE TRIGGER release_stays_void BEFORE {OF_ENDED} WHEN OLD.ended <> ''
            BEGIN SELECT RAISE(ABORT, '{VOID}'); END""",
    ],
    "postgresql": [
        f"""CREATE FUNCTION retirement_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER retirement_no_change BEFORE UPDATE OR DELETE ON sop_pages_retirement
            FOR EACH ROW EXECUTE FUNCTION retirement_refuse()""",
        """CREATE TRIGGER retirement_no_truncate BEFORE TRUNCATE ON sop_pages_retirement
            FOR EACH STATEMENT EXECUTE FUNCTION retirement_refuse()""",
        f"""CREATE FUNCTION release_void_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{VOID}' USING ERRCODE = 'restrict_violation'; END $$""",
        f"""CREATE TRIGGER release_stays_void BEFORE {OF_ENDED} FOR EACH ROW
            WHEN (OLD.ended <> '') EXECUTE FUNCTION release_void_refuse()""",
    ],
}
LET_GO = {
    "sqlite": [
        "DROP TRIGGER retirement_no_update",
        "DROP TRIGGER retirement_no_delete",
        "DROP TRIGGER release_stays_void",
    ],
    "postgresql": [
        "DROP TRIGGER retirement_no_change ON sop_pages_retirement",
        "DROP TRIGGER retirement_no_truncate ON sop_pages_retirement",
        "DROP FUNCTION retirement_refuse()",
        "DROP TRIGGER release_stays_void ON sop_pages_release",
        "DROP FUNCTION release_void_refuse()",
    ],
}


def hold(apps, schema_editor):
    for statement in HOLD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in LET_GO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("sop_pages", "0020_log_retirements")]

    operations = [migrations.RunPython(hold, let_go)]
