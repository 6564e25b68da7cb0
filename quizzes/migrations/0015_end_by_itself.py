from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0014_tie_pools_to_trainers"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="ended_by_time",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("ends_hard", True), ("state", "open")),
                fields=["ends_at"],
                name="attempt_ends_by_itself",
            ),
        ),
    ]
