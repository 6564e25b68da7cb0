from django.apps import AppConfig


class LaoConfig(AppConfig):
    name = "sop_site.lao"
    verbose_name = "Lao"
    default_auto_field = "django.db.models.BigAutoField"
