from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("Quizzes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from sop_pages import evidence, home
        from sop_site import timed
        from sop_site.officers import audit
        from sop_site.offline import inbox

        from . import noting, saved
        from .answering import answer
        from .cms.access import KEY_READ, answers_to_release
        from .evidence import questions, questions_naming, wrong_answers, wrong_answers_in
        from .figures.keeping import make_wanted
        from .handing_in import hand_in
        from .home import panel
        from .regrading import REGRADED

        inbox.register(
            "quiz.answer", answer, title=_("Quiz answer"), may_consent=answers_to_release
        )
        inbox.register(
            "quiz.hand_in", hand_in, title=_("Quiz handed in"), may_consent=answers_to_release
        )
        inbox.register(noting.KIND, noting.note, title=_("Receipt of a hand-in"))
        home.register("quizzes", panel)
        saved.register()
        audit.label(KEY_READ, _("Answer key read"))
        audit.label(REGRADED, _("Marks given anew after a corrected key"))
        timed.register("quiz_figures", make_wanted)
        evidence.register("quizzes.questions", questions)
        evidence.register("quizzes", wrong_answers)
        evidence.register_heat("wrong_answers", _("Wrong answers"), wrong_answers_in)
        evidence.register_naming("quizzes", questions_naming)
