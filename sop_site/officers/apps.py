from django.apps import AppConfig


class OfficersConfig(AppConfig):
    name = "sop_site.officers"
    verbose_name = "Officers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import removing, signals  # noqa: F401

        removing.register_all()
