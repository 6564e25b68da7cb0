import django.db.models.deletion
from django.db import migrations, models

from sop_site.lao.pairs import pairs_in


def pair_all(apps, schema_editor):
    """Gives the questions that are there their pairs of syllables, from their newest wording."""
    QuestionGram = apps.get_model("quizzes", "QuestionGram")
    versions = apps.get_model("quizzes", "QuestionVersion").objects.order_by("number")
    stems = {}
    for question, content in versions.values_list("question_id", "content").iterator(500):
        stems[question] = content.get("stem") or {}
    QuestionGram.objects.bulk_create(
        (
            QuestionGram(question_id=question, gram=gram)
            for question, stem in stems.items()
            for gram in {gram for text in stem.values() for gram in pairs_in(text or "")}
        ),
        batch_size=2_000,
    )


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0019_stories_on_paper")]

    operations = [
        migrations.CreateModel(
            name="QuestionGram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gram", models.BigIntegerField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grams",
                        to="quizzes.question",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("gram", "question"), name="one_gram_a_question")
                ],
            },
        ),
        migrations.RunPython(pair_all, migrations.RunPython.noop),
    ]
