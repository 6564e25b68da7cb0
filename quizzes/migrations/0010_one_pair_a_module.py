from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0009_modules_of_quizzes")]

    operations = [
        migrations.RemoveField("quiz", "module_code"),
        migrations.AlterModelOptions(
            name="quiz",
            options={
                "ordering": ["module__position", "slug"],
                "verbose_name": "quiz",
                "verbose_name_plural": "quizzes",
            },
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.UniqueConstraint(
                condition=models.Q(("form__in", ["before", "after"]))
                & ~models.Q(("state", "retired")),
                fields=("module", "form"),
                name="one_before_and_after_quiz_a_module",
                violation_error_message="The module has such a quiz already: retire that one first.",
            ),
        ),
    ]
