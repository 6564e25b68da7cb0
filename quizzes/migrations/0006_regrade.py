"""Marks anew by a corrected key; triggers on both engines hold what was done: rows are added, never
changed or deleted (`update()` passes by `save()`)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("quizzes_regrade", "quizzes_regradedresponse", "quizzes_regradedattempt")
SAID = "What was regraded is only added to."


def statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"""CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table}
            BEGIN SELECT RAISE(ABORT, '{SAID}'); END"""
            for table in TABLES
            for deed in ("update", "delete")
        ]
    held = [
        f"""CREATE FUNCTION quizzes_regrade_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation'; END $$"""
    ]
    for table in TABLES:
        held += [
            f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION quizzes_regrade_refuse()""",
            f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION quizzes_regrade_refuse()""",
        ]
    return held


def hold(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def release(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
            schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION quizzes_regrade_refuse()")


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0005_keep_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="marked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="marked",
                to="quizzes.questionversion",
            ),
        ),
        migrations.CreateModel(
            name="Regrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=600, verbose_name="reason")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regrades",
                        to="quizzes.quiz",
                    ),
                ),
            ],
            options={
                "verbose_name": "regrade",
                "verbose_name_plural": "regrades",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RegradedAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_mark", models.DecimalField(decimal_places=7, max_digits=12)),
                ("new_mark", models.DecimalField(decimal_places=7, max_digits=12)),
                ("old_passed", models.BooleanField()),
                ("new_passed", models.BooleanField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regrades",
                        to="quizzes.attempt",
                    ),
                ),
                (
                    "regrade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="quizzes.regrade",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regrade", "attempt"), name="one_change_of_an_attempt_a_regrade"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegradedResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_mark", models.DecimalField(decimal_places=7, max_digits=12)),
                ("new_mark", models.DecimalField(decimal_places=7, max_digits=12)),
                (
                    "new_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quizzes.questionversion",
                    ),
                ),
                (
                    "old_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quizzes.questionversion",
                    ),
                ),
                (
                    "regrade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="quizzes.regrade",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regrades",
                        to="quizzes.response",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regrade", "response"), name="one_change_of_a_response_a_regrade"
                    )
                ],
            },
        ),
        migrations.RunPython(hold, release),
    ]
