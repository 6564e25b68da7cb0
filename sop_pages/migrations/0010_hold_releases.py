"""Triggers on both engines: what a release says can't be changed, nor its texts thrown away.

Model methods don't suffice: update() and delete() of a queryset pass by save(). On SQLite Django
drops a table's triggers when it changes the table: a later migration of these two must hold them
again (hold() here can be imported).
"""

from django.db import migrations

SAID = "A release is never changed."
FROZEN = (
    "sop_id", "major", "minor", "effective_from", "meaning_unchanged", "note_lo", "note_en",
    "way", "reason", "issued_at", "sha256",
)  # fmt: skip
SQLITE = [
    f"""CREATE TRIGGER release_no_update BEFORE UPDATE OF {", ".join(FROZEN)} ON sop_pages_release
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    f"""CREATE TRIGGER release_no_delete BEFORE DELETE ON sop_pages_release
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    f"""CREATE TRIGGER release_text_no_update BEFORE UPDATE ON sop_pages_releasetext
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
    f"""CREATE TRIGGER release_text_no_delete BEFORE DELETE ON sop_pages_releasetext
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION release_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER release_no_update BEFORE UPDATE OF {", ".join(FROZEN)}
        ON sop_pages_release FOR EACH ROW EXECUTE FUNCTION release_refuse()""",
    """CREATE TRIGGER release_no_delete BEFORE DELETE ON sop_pages_release
        FOR EACH ROW EXECUTE FUNCTION release_refuse()""",
    """CREATE TRIGGER release_text_no_change BEFORE UPDATE OR DELETE ON sop_pages_releasetext
        FOR EACH ROW EXECUTE FUNCTION release_refuse()""",
]
UNDO = {
    "sqlite": [
        f"DROP TRIGGER {name}"
        for name in (
            "release_no_update",
            "release_no_delete",
            "release_text_no_update",
            "release_text_no_delete",
        )
    ],
    "postgresql": [
        "DROP TRIGGER release_no_update ON sop_pages_release",
        "DROP TRIGGER release_no_delete ON sop_pages_release",
        "DROP TRIGGER release_text_no_change ON sop_pages_releasetext",
        "DROP FUNCTION release_refuse()",
    ],
}
HOLD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def hold(apps, schema_editor):
    for statement in HOLD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def let_go(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("sop_pages", "0009_keep_releases")]

    operations = [migrations.RunPython(hold, let_go)]
