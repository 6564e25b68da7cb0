import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0016_paper_sheets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CohortOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "extra_minutes",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(86400),
                        ],
                        verbose_name="minutes more for an attempt",
                    ),
                ),
                (
                    "extra_attempts",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="attempts more",
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closes instead"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("given_at", models.DateTimeField()),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiz_overrides",
                        to="quizzes.cohort",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quiz",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cohort_overrides",
                        to="quizzes.quiz",
                    ),
                ),
            ],
            options={
                "verbose_name": "exception of a cohort",
                "verbose_name_plural": "exceptions of cohorts",
                "ordering": ["cohort__code", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("quiz", "cohort", "given_by"),
                        name="one_override_a_quiz_cohort_trainer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("extra_minutes__gte", 1), ("extra_minutes__isnull", False)),
                            models.Q(("extra_attempts__gte", 1), ("extra_attempts__isnull", False)),
                            ("closes_at__isnull", False),
                            _connector="OR",
                        ),
                        name="cohort_override_gives",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="cohort_override_has_a_reason",
                    ),
                ],
            },
        ),
    ]
