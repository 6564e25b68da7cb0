from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = _("Quizzes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from sop_pages import evidence, home
        from sop_site import timed
        from sop_site.officers import audit, trainees
        from sop_site.offline import inbox

        from . import held, noting, quarterly, saved
        from .answering import answer
        from .cms.access import KEY_READ, answers_to_release
        from .cms.exporting import EXPORTED
        from .cms.taking_in import TAKEN_IN
        from .ending import end_all
        from .evidence import questions, questions_naming, wrong_answers, wrong_answers_in
        from .figures.keeping import make_wanted
        from .handing_in import hand_in
        from .home import panel
        from .moving import MOVED
        from .overriding import GIVEN, GIVEN_COHORT, TAKEN_BACK, TAKEN_BACK_COHORT
        from .paper.deeds import DEEDS as paper_deeds
        from .regrading import REGRADED
        from .workshops import attending
        from .workshops import home as workshops_home
        from .workshops import saved as workshops_saved
        from .workshops import trainees as workshop_trainees
        from .workshops.deeds import DEEDS as workshop_deeds

        inbox.register(
            "quiz.answer", answer, title=_("Quiz answer"), may_consent=answers_to_release
        )
        inbox.register(
            "quiz.hand_in", hand_in, title=_("Quiz handed in"), may_consent=answers_to_release
        )
        inbox.register(attending.KIND, attending.attend, title=_("Attendance at a workshop"))
        inbox.register(noting.KIND, noting.note, title=_("Receipt of a hand-in"))
        home.register("quizzes", panel)
        home.register("workshops", workshops_home.panel)
        held.register()
        saved.register()
        quarterly.register()
        workshops_saved.register()
        for deed, words in (workshop_deeds | paper_deeds).items():
            audit.label(deed, words)
        audit.label(TAKEN_IN, _("Questions taken in from a file"))
        audit.label(EXPORTED, _("Questions exported"))
        audit.label(KEY_READ, _("Answer key read"))
        audit.label(MOVED, _("Question moved to another case"))
        audit.label(GIVEN, _("Exception at a quiz given"))
        audit.label(TAKEN_BACK, _("Exception at a quiz taken back"))
        audit.label(GIVEN_COHORT, _("Exception at a quiz given to a cohort"))
        audit.label(TAKEN_BACK_COHORT, _("Exception of a cohort at a quiz taken back"))
        audit.label(REGRADED, _("Marks given anew after a corrected key"))
        trainees.register("workshops", workshop_trainees.enrolled_with)
        timed.register("attempts_over", end_all)
        timed.register("quiz_figures", make_wanted)
        evidence.register("quizzes.questions", questions)
        evidence.register("quizzes", wrong_answers)
        evidence.register_heat("wrong_answers", _("Wrong answers"), wrong_answers_in)
        evidence.register_naming("quizzes", questions_naming)
