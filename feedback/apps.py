from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "Feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from sop_site.officers import audit

        from . import (
            evidence,
            forgetting,
            held,
            home,
            naming,
            notices,
            public_answers,
            quarterly,
            receiving,
            redaction,
            release_answers,
            rising,
            saved,
            saying_back,
            solutions,
            telling_solutions,
            themes,
            triage,
            voting,
        )
        from .figures import deeds as figures

        for deed, words in figures.DEEDS.items():
            audit.label(deed, words)
        receiving.register()
        home.register()
        evidence.register()
        naming.register()
        notices.register()
        quarterly.register()
        triage.register()
        saved.register()
        rising.register()
        release_answers.register()
        public_answers.register()
        saying_back.register()
        themes.register()
        solutions.register()
        telling_solutions.register()
        voting.register()
        forgetting.register()
        held.register()
        redaction.register()
