from datetime import timedelta

from django.apps import AppConfig


class OfflineConfig(AppConfig):
    name = "sop_site.offline"
    verbose_name = "Offline"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from sop_site import timed

        from . import files, keeping, receivers  # noqa: F401

        timed.register("finish_files", files.finish_all)
        hour = timedelta(hours=1)
        timed.register("empty_payloads", keeping.empty_old_payloads, every=hour)
