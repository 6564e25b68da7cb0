"""The four modules that quizzes named by a code become rows of a programme, and roles get rights.

Of two before quizzes (or after quizzes) in use of one module, the ready one stays with it, of two
ready ones the older; the other stands alone from then on. Going back writes the codes again.
"""

from django.db import migrations

from sop_site.officers.roles import ADMIN, COORDINATOR, LEAD, REVIEWER, TRAINER, grant

READERS = (REVIEWER, LEAD, ADMIN)
PERMISSIONS = {
    "view_workshop": (TRAINER, COORDINATOR, *READERS),
    "add_workshop": (TRAINER, ADMIN),
    "change_workshop": (TRAINER, ADMIN),
    **{f"view_{name}": (TRAINER, *READERS) for name in ("programme", "module", "cohort")},
    **{
        f"{deed}_{name}": (TRAINER, ADMIN)
        for name in ("programme", "module", "cohort")
        for deed in ("add", "change")
    },
}
PROGRAMME = {
    "title_lo": "ຫຼັກສູດສຳລັບພະນັກງານຂັ້ນເມືອງ",
    "title_en": "Programme for district officers",
}
SLUG = "district-officers"
TITLES = {
    "M1": ("ບອກໃຫ້ປະຊາຊົນຮູ້", "Tell people"),
    "M2": ("ຂຶ້ນທະບຽນ", "Register"),
    "M3": ("ເງິນສົມທົບ", "Contributions"),
    "M4": ("ການຂໍຮັບການອຸດໜູນ", "Claims"),
}


def grant_all(apps, schema_editor):
    grant(apps, "quizzes", PERMISSIONS)


def make_modules(apps, schema_editor):
    Quiz = apps.get_model("quizzes", "Quiz")
    named = Quiz.objects.exclude(module_code="")
    codes = sorted(set(named.values_list("module_code", flat=True)))
    if not codes:
        return
    programme, _made = apps.get_model("quizzes", "Programme").objects.get_or_create(
        slug=SLUG, defaults=PROGRAMME | {"is_sample": not named.filter(is_sample=False).exists()}
    )
    Module = apps.get_model("quizzes", "Module")
    for position, code in enumerate(codes, 1):
        lo, en = TITLES.get(code, (code, code))
        module, _made = Module.objects.get_or_create(
            programme=programme,
            code=code,
            defaults={"title_lo": lo, "title_en": en, "position": position},
        )
        tie(list(named.filter(module_code=code)), module)


def tie(quizzes, module):
    taken = set()
    for quiz in sorted(quizzes, key=lambda quiz: (quiz.state != "ready", quiz.pk)):
        once = quiz.form in ("before", "after") and quiz.state != "retired"
        if once and quiz.form in taken:
            continue
        taken |= {quiz.form} if once else set()
        quiz.module = module
        quiz.save(update_fields=["module"])


def name_codes(apps, schema_editor):
    Quiz = apps.get_model("quizzes", "Quiz")
    for quiz in Quiz.objects.select_related("module"):
        code = quiz.module.code if quiz.module else ""
        # The column held these four alone.
        quiz.module_code = code if code in TITLES else ""
        quiz.module = None
        quiz.save(update_fields=["module_code", "module"])


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0008_quizzes_name_modules"),
        ("officers", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(make_modules, name_codes),
        migrations.RunPython(grant_all, migrations.RunPython.noop),
    ]
