from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0011_limit_time")]

    operations = [
        migrations.AddField(
            model_name="response",
            name="numbers",
            field=models.JSONField(default=dict),
        )
    ]
