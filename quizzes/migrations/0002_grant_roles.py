from django.db import migrations

from sop_site.officers.roles import ADMIN, COORDINATOR, LEAD, REVIEWER, TRAINER, grant

READERS = (REVIEWER, LEAD, ADMIN)
PERMISSIONS = {
    "view_results": (TRAINER, COORDINATOR, *READERS),
    "view_question": (TRAINER, *READERS),
    "add_question": (TRAINER,),
    "change_question": (TRAINER,),
    "view_quiz": (TRAINER, *READERS),
    "add_quiz": (TRAINER,),
    "change_quiz": (TRAINER,),
    "view_pool": (TRAINER, *READERS),
    "add_pool": (TRAINER,),
    "change_pool": (TRAINER,),
}


def grant_all(apps, schema_editor):
    grant(apps, "quizzes", PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0001_keep_questions_quizzes_attempts"),
        ("officers", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(grant_all, migrations.RunPython.noop)]
