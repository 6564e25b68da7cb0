from django.conf import settings
from django.db import migrations, models

from sop_site.officers.roles import ADMIN, grant


def open_those_there(apps, schema_editor):
    """Until now every trainer read every key: nobody is locked out of a pool by the new rule."""
    apps.get_model("quizzes", "Pool").objects.update(all_trainers=True)


def grant_all(apps, schema_editor):
    """An administrator hands a pool to others when its trainers have gone."""
    grant(apps, "quizzes", {"change_pool": (ADMIN,)})


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0013_give_exceptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pool",
            name="all_trainers",
            field=models.BooleanField(
                default=False,
                help_text="Every trainer reads and writes its questions, right answers included.",
                verbose_name="open to all trainers",
            ),
        ),
        migrations.AddField(
            model_name="pool",
            name="trainers",
            field=models.ManyToManyField(
                blank=True,
                help_text="Only they read its right answers, where it isn't open to all trainers.",
                related_name="question_pools",
                to=settings.AUTH_USER_MODEL,
                verbose_name="trainers of this pool",
            ),
        ),
        migrations.RunPython(open_those_there, migrations.RunPython.noop),
        migrations.RunPython(grant_all, migrations.RunPython.noop),
    ]
