import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("officers", "0005_grant_the_inbox"),
        ("quizzes", "0006_regrade"),
        ("sop_pages", "0001_initial"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cohort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title_lo", models.CharField(max_length=120, verbose_name="title in Lao")),
                ("title_en", models.CharField(max_length=120, verbose_name="title in English")),
                (
                    "code",
                    models.SlugField(help_text="Such as 2026-a.", unique=True, verbose_name="code"),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample")),
            ],
            options={
                "verbose_name": "cohort",
                "verbose_name_plural": "cohorts",
                "ordering": ["-code"],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title_lo", models.CharField(max_length=120, verbose_name="title in Lao")),
                ("title_en", models.CharField(max_length=120, verbose_name="title in English")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Small letters, digits and dashes.",
                        unique=True,
                        verbose_name="short name",
                    ),
                ),
                (
                    "about_lo",
                    models.TextField(blank=True, max_length=600, verbose_name="what it is, in Lao"),
                ),
                (
                    "about_en",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="what it is, in English"
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample")),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret", models.CharField(editable=False, max_length=64)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["-opened_at"],
            },
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title_lo", models.CharField(max_length=120, verbose_name="title in Lao")),
                ("title_en", models.CharField(max_length=120, verbose_name="title in English")),
                (
                    "venue",
                    models.CharField(blank=True, max_length=120, verbose_name="where exactly"),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                (
                    "join_code",
                    models.CharField(editable=False, max_length=6, null=True, unique=True),
                ),
                ("join_until", models.DateTimeField(editable=False, null=True)),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="sample"),
                ),
            ],
            options={
                "verbose_name": "workshop",
                "verbose_name_plural": "workshops",
                "ordering": ["-starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("hand", "by hand"),
                            ("file", "from a file"),
                            ("code", "by the join code"),
                        ],
                        max_length=4,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "ordering": ["workshop", "officer__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Module",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title_lo", models.CharField(max_length=120, verbose_name="title in Lao")),
                ("title_en", models.CharField(max_length=120, verbose_name="title in English")),
                (
                    "code",
                    models.CharField(help_text="Such as M1.", max_length=8, verbose_name="code"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="1 comes first.", verbose_name="place in the programme"
                    ),
                ),
                (
                    "competences_lo",
                    models.TextField(
                        blank=True,
                        help_text="One a line.",
                        verbose_name="what one can do afterwards, in Lao",
                    ),
                ),
                (
                    "competences_en",
                    models.TextField(
                        blank=True,
                        help_text="One a line.",
                        verbose_name="what one can do afterwards, in English",
                    ),
                ),
                (
                    "sops",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="modules",
                        to="sop_pages.sop",
                        verbose_name="SOPs that it teaches",
                    ),
                ),
            ],
            options={
                "verbose_name": "module",
                "verbose_name_plural": "modules",
                "ordering": ["programme", "position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title_lo", models.CharField(max_length=120, verbose_name="title in Lao")),
                ("title_en", models.CharField(max_length=120, verbose_name="title in English")),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("link", models.URLField(blank=True, verbose_name="or a link")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtaildocs.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "module",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="quizzes.module",
                    ),
                ),
            ],
            options={
                "verbose_name": "material",
                "verbose_name_plural": "materials",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("code", "by the code"),
                            ("qr", "by the QR"),
                            ("list", "by the trainer's list"),
                        ],
                        max_length=4,
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("time_trust", models.CharField(default="server", max_length=7)),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="quizzes.enrolment",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="quizzes.module",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["noted_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="module",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="modules",
                to="quizzes.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="quizzes.module",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendances",
                to="quizzes.session",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="cohort",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workshops",
                to="quizzes.cohort",
                verbose_name="cohort",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="district",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workshops",
                to="officers.district",
                verbose_name="district",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workshops",
                to="quizzes.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="province",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workshops",
                to="officers.province",
                verbose_name="province",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="trainers",
            field=models.ManyToManyField(
                related_name="workshops_led", to=settings.AUTH_USER_MODEL, verbose_name="trainers"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="workshop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="quizzes.workshop",
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="workshop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="quizzes.workshop",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", False), ("link", "")),
                    models.Q(("document__isnull", True), models.Q(("link", ""), _negated=True)),
                    _connector="OR",
                ),
                name="material_is_a_document_or_a_link",
                violation_error_message="Choose a document, or give a link.",
            ),
        ),
        migrations.AddConstraint(
            model_name="module",
            constraint=models.UniqueConstraint(
                fields=("programme", "code"), name="one_module_a_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="module",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), _negated=True), name="module_has_a_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "module"), name="one_attendance_an_enrolment_and_module"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "list"), ("session__isnull", True)),
                    models.Q(models.Q(("how", "list"), _negated=True), ("session__isnull", False)),
                    _connector="OR",
                ),
                name="code_belongs_to_a_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="workshop",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                name="workshop_starts_before_it_ends",
                violation_error_message="The last day can't be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workshop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("join_code__isnull", True), ("join_until__isnull", True)),
                    models.Q(("join_code__isnull", False), ("join_until__isnull", False)),
                    _connector="OR",
                ),
                name="join_code_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="workshop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    ("join_code__isnull", True),
                    _connector="OR",
                ),
                name="closed_workshop_has_no_join_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("workshop", "module"),
                name="one_open_session_a_workshop_and_module",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened_at__lt", models.F("ends_at"))),
                name="session_opens_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("workshop", "officer"), name="one_enrolment_a_workshop_and_officer"
            ),
        ),
    ]
