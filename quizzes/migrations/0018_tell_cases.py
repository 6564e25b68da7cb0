"""Cases: stories with versions, questions that name them, places of quizzes that hold one.

Going back takes cases out of quizzes and retires their questions, which mean nothing alone.
"""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_out(apps, schema_editor):
    places = apps.get_model("quizzes", "QuizSlot").objects.filter(story__isnull=False)
    found = list(places.values_list("pk", flat=True))
    for name in ("Response", "PaperQuestion"):
        apps.get_model("quizzes", name).objects.filter(slot__in=found).update(slot=None)
    # Not delete(): it follows relations by the models of today.
    places._raw_delete(places.db)
    questions = apps.get_model("quizzes", "Question").objects.filter(story__isnull=False)
    questions.update(state="retired")
    if schema_editor.connection.vendor == "postgresql":
        # Or the tables can't be altered in the same transaction.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0017_exceptions_of_cohorts"),
        ("sop_pages", "0021_hold_retirements"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        max_length=36,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9-]*$",
                                "A key is made of letters, digits and dashes, such as M1-01.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("ready", "ready"), ("retired", "retired")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("title_lo", models.CharField(blank=True, editable=False, max_length=120)),
                ("title_en", models.CharField(blank=True, editable=False, max_length=120)),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample")),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="StoryVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("content", models.JSONField(verbose_name="content")),
                (
                    "asked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="first asked"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "case version",
                "verbose_name_plural": "case versions",
                "ordering": ["story", "number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="quizslot",
            name="slot_is_fixed_or_drawn",
        ),
        migrations.AddField(
            model_name="question",
            name="share",
            field=models.DecimalField(
                decimal_places=7,
                editable=False,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("1E-7"))],
                verbose_name="share of the case's marks",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="story_position",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="place in the case"
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="type",
            field=models.CharField(
                choices=[
                    ("single", "single choice"),
                    ("multiple", "multiple choice"),
                    ("truefalse", "true or false"),
                    ("numeric", "number"),
                    ("short", "short text"),
                    ("matching", "matching"),
                    ("ordering", "ordering"),
                    ("computed", "computed"),
                ],
                max_length=10,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="quizslot",
            name="question",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"story__isnull": True},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="slots",
                to="quizzes.question",
                verbose_name="question",
            ),
        ),
        migrations.AddField(
            model_name="story",
            name="pool",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stories",
                to="quizzes.pool",
                verbose_name="question pool",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="story",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="quizzes.story",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="quizslot",
            name="story",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="slots",
                to="quizzes.story",
                verbose_name="or a case",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("share__isnull", True),
                        ("story__isnull", True),
                        ("story_position__isnull", True),
                    ),
                    models.Q(
                        ("share__gt", 0),
                        ("share__isnull", False),
                        ("story__isnull", False),
                        ("story_position__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="question_of_a_case_has_place_and_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizslot",
            constraint=models.UniqueConstraint(fields=("quiz", "story"), name="one_slot_a_story"),
        ),
        migrations.AddConstraint(
            model_name="quizslot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("count", 1),
                        ("pool__isnull", True),
                        ("question__isnull", False),
                        ("story__isnull", True),
                    ),
                    models.Q(
                        ("count__gte", 1),
                        ("pool__isnull", False),
                        ("question__isnull", True),
                        ("story__isnull", True),
                    ),
                    models.Q(
                        ("count", 1),
                        ("pool__isnull", True),
                        ("question__isnull", True),
                        ("story__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="slot_is_fixed_drawn_or_a_case",
                violation_error_message="Choose one question, or a case, or a pool and how many.",
            ),
        ),
        migrations.AddField(
            model_name="storyversion",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="storyversion",
            name="story",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="quizzes.story",
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="story_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responses",
                to="quizzes.storyversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="storyversion",
            constraint=models.UniqueConstraint(
                fields=("story", "number"), name="one_story_version_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="storyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("asked_at__isnull", True)),
                fields=("story",),
                name="one_story_version_not_yet_asked",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, take_out),
    ]
