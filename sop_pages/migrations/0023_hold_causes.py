"""Triggers on both engines: what led to a release stays as it was named when it was approved."""

from django.db import migrations

SAID = "What led to a release is never changed."
HOLD = {
    "sqlite": [
        f"""CREATE TRIGGER release_cause_no_update BEFORE UPDATE ON sop_pages_releasecause
            BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
        f"""CREATE TRIGGER release_cause_no_delete BEFORE DELETE ON sop_pages_releasecause
            BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    ],
    "postgresql": [
        f"""CREATE FUNCTION release_cause_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER release_cause_no_change BEFORE UPDATE OR DELETE ON sop_pages_releasecause
            FOR EACH ROW EXECUTE FUNCTION release_cause_refuse()""",
    ],
}
LET_GO = {
    "sqlite": ["DROP TRIGGER release_cause_no_update", "DROP TRIGGER release_cause_no_delete"],
    "postgresql": [
        "DROP TRIGGER release_cause_no_change ON sop_pages_releasecause",
        "DROP FUNCTION release_cause_refuse()",
    ],
}


def hold(apps, schema_editor):
    for statement in HOLD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in LET_GO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("sop_pages", "0022_name_causes")]

    operations = [migrations.RunPython(hold, let_go)]
