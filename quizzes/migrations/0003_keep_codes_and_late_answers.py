from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0002_grant_roles")]

    operations = [
        migrations.AddField(
            "attempt",
            "phone_code",
            models.CharField(blank=True, db_index=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddField(
            "quiz",
            "late_answers",
            models.CharField(
                choices=[
                    ("phone", "count when the phone made them before the close"),
                    ("refuse", "don't count"),
                ],
                default="phone",
                help_text=(
                    "Made without a connection and sent later. The phone's clock is believed only "
                    "where it agrees with ours."
                ),
                max_length=6,
                verbose_name="answers that arrive after the close",
            ),
        ),
    ]
