"""Triggers on both engines: an entry of the audit log can be added, never changed or deleted.

Model methods don't suffice: update() and delete() of a queryset pass by save().
"""

from django.db import migrations

SAID = "The audit log is only added to."

SQLITE = {
    "UPDATE": f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON officers_auditentry
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    "DELETE": f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON officers_auditentry
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
}
POSTGRESQL = {
    "function": f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$""",
    "rows": """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON officers_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    "table": """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON officers_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
}
UNDO = {
    "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"],
    "postgresql": [
        "DROP TRIGGER audit_no_change ON officers_auditentry",
        "DROP TRIGGER audit_no_truncate ON officers_auditentry",
        "DROP FUNCTION audit_refuse()",
    ],
}
HOLD = {"sqlite": [*SQLITE.values()], "postgresql": [*POSTGRESQL.values()]}


def hold(apps, schema_editor):
    for statement in HOLD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("officers", "0003_make_roles")]

    operations = [migrations.RunPython(hold, release)]
