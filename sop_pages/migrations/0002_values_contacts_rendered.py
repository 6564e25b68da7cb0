import datetime

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from sop_site.officers import roles

PERMISSIONS = {
    "view_referencevalue": (roles.REVIEWER, roles.TRAINER),
    "add_referencevalue": (roles.REVIEWER,),
    "change_referencevalue": (roles.REVIEWER,),
    "delete_referencevalue": (roles.REVIEWER,),
    "view_contact": (roles.REVIEWER, roles.COORDINATOR),
}


def grant(apps, schema_editor):
    roles.grant(apps, "sop_pages", PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("officers", "0001_initial"),
        ("sop_pages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceValue",
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
                        help_text="Texts name it between braces: {vol_rate}.",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_]*$",
                                "A key is made of small letters, digits and underlines, such as vol_rate.",
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                ("label_lo", models.CharField(max_length=150, verbose_name="name in Lao")),
                ("label_en", models.CharField(max_length=150, verbose_name="name in English")),
                (
                    "value",
                    models.DecimalField(decimal_places=4, max_digits=16, verbose_name="value"),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("percent", "percent"),
                            ("kip_month", "kip a month"),
                            ("kip", "kip"),
                            ("months", "months"),
                            ("days", "days"),
                            ("years", "years"),
                            ("phone", "phone number"),
                            ("number", "number"),
                        ],
                        default="number",
                        max_length=12,
                        verbose_name="unit",
                    ),
                ),
                (
                    "note_lo",
                    models.CharField(blank=True, max_length=200, verbose_name="of what, in Lao"),
                ),
                (
                    "note_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="of what, in English"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True,
                        help_text="Left empty: the day is not known. It holds until the next one's day.",
                        null=True,
                        verbose_name="valid from",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="The document that says so.",
                        max_length=300,
                        verbose_name="source",
                    ),
                ),
                ("fact", models.CharField(blank=True, max_length=10, verbose_name="fact")),
                (
                    "confidence",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                        default="low",
                        max_length=8,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "reviewed",
                    models.BooleanField(
                        default=False,
                        help_text="LSSO has confirmed this value.",
                        verbose_name="reviewed by LSSO",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "reference value",
                "verbose_name_plural": "reference values",
                "ordering": [
                    "key",
                    models.OrderBy(models.F("valid_from"), descending=True, nulls_last=True),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "valid_from"),
                        name="one_value_a_day",
                        violation_error_message="This key has a value from that day already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_from__isnull", True)),
                        fields=("key",),
                        name="one_value_without_a_day",
                        violation_error_message="This key has a value without a day already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "national"),
                            ("province", "province"),
                            ("district", "district"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("unit_lo", models.CharField(max_length=200, verbose_name="unit in Lao")),
                ("unit_en", models.CharField(max_length=200, verbose_name="unit in English")),
                (
                    "role_lo",
                    models.CharField(blank=True, max_length=200, verbose_name="for what, in Lao"),
                ),
                (
                    "role_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="for what, in English"
                    ),
                ),
                ("phone", models.CharField(max_length=30, verbose_name="phone")),
                ("whatsapp", models.BooleanField(default=False, verbose_name="WhatsApp")),
                (
                    "hours_lo",
                    models.CharField(blank=True, max_length=150, verbose_name="hours in Lao"),
                ),
                (
                    "hours_en",
                    models.CharField(blank=True, max_length=150, verbose_name="hours in English"),
                ),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="last confirmed"),
                ),
                ("sample", models.BooleanField(default=False, verbose_name="sample")),
                ("updated_at", models.DateTimeField(auto_now=True, db_index=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deputy_of",
                        to="sop_pages.contact",
                        verbose_name="deputy",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="officers.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "fallback",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="fallback_of",
                        to="sop_pages.contact",
                        verbose_name="if nobody answers",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="officers.province",
                        verbose_name="province",
                    ),
                ),
                (
                    "sops",
                    models.ManyToManyField(
                        blank=True, related_name="contacts", to="sop_pages.sop", verbose_name="SOPs"
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("district__isnull", True),
                                ("level", "national"),
                                ("province__isnull", True),
                            ),
                            models.Q(
                                ("district__isnull", True),
                                ("level", "province"),
                                ("province__isnull", False),
                            ),
                            models.Q(("district__isnull", False), ("level", "district")),
                            _connector="OR",
                        ),
                        name="contact_stands_where_its_level_says",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RenderedSOP",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=7)),
                ("language", models.CharField(max_length=2)),
                ("holds_from", models.DateField(default=datetime.date(1970, 1, 1))),
                ("title", models.CharField(max_length=255)),
                ("description", models.TextField(blank=True)),
                ("task", models.CharField(max_length=20)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("sample", models.BooleanField(default=False)),
                ("body", models.TextField()),
                ("figures", models.JSONField(default=dict)),
                ("etag", models.CharField(max_length=64)),
                ("build", models.CharField(blank=True, max_length=64)),
                ("restricted", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now=True)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rendered",
                        to="sop_pages.soppage",
                    ),
                ),
                (
                    "sop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rendered",
                        to="sop_pages.sop",
                    ),
                ),
            ],
            options={
                "verbose_name": "rendered SOP",
                "indexes": [
                    models.Index(fields=["language", "task", "code"], name="rendered_by_task")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "code", "holds_from"), name="one_copy_a_value_set"
                    )
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
