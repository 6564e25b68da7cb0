from django.db import migrations, models

OLD_LENGTH = 20


def forget_longer_scopes(apps, schema_editor):
    """Figures are made anew when they are asked for."""
    kept = apps.get_model("quizzes", "QuizFigures").objects
    for row in kept.only("scope"):
        if len(row.scope) > OLD_LENGTH:
            row.delete()


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0020_find_alike_questions")]

    operations = [
        migrations.AlterField(
            model_name="quizfigures",
            name="scope",
            field=models.CharField(max_length=60),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_longer_scopes),
    ]
