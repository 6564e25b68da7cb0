"""A quiz names its module's row; what it named before stays beside it until 0010."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0007_keep_workshops")]

    operations = [
        migrations.AlterModelOptions(
            name="quiz",
            options={
                "ordering": ["slug"],
                "verbose_name": "quiz",
                "verbose_name_plural": "quizzes",
            },
        ),
        migrations.RenameField("quiz", "module", "module_code"),
        migrations.AddField(
            model_name="quiz",
            name="module",
            field=models.ForeignKey(
                blank=True,
                help_text="Its before, after or practice quiz. Empty: it stands alone.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quizzes",
                to="quizzes.module",
                verbose_name="module",
            ),
        ),
    ]
