import django.db.models.deletion
from django.db import migrations, models

from sop_site.lao import fulltext

INDEX = fulltext.FullText(
    table="sop_pages_searchentry",
    columns=("code", "title", "heads", "body"),
    weights=(20.0, 10.0, 4.0, 1.0),
)


def create(apps, schema_editor):
    fulltext.create(INDEX, schema_editor)


def drop(apps, schema_editor):
    fulltext.drop(INDEX, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("sop_pages", "0003_write_sop_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("code", models.CharField(max_length=7)),
                ("title", models.CharField(max_length=300)),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "sop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sop_pages.sop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sop", "language"), name="one_entry_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchPassage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("key", models.CharField(blank=True, max_length=60)),
                ("kind", models.CharField(max_length=12)),
                ("title", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("title_tokens", models.TextField(blank=True)),
                ("text_tokens", models.TextField(blank=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="sop_pages.searchentry",
                    ),
                ),
            ],
            options={"ordering": ["entry", "place"]},
        ),
        migrations.CreateModel(
            name="SearchMiss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=100, verbose_name="words")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("day", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="times")),
            ],
            options={
                "verbose_name": "fruitless search",
                "verbose_name_plural": "fruitless searches",
                "ordering": ["-day", "-count", "words"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "language", "words"), name="one_miss_a_day_and_words"
                    )
                ],
            },
        ),
        migrations.RunPython(create, drop),
    ]
