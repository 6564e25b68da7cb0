from django.apps import AppConfig


class FrameConfig(AppConfig):
    """The frame: health, checks and timed work. It has no tables."""

    name = "sop_site"
    label = "frame"
    verbose_name = "Khumue"

    def ready(self):
        from . import checks, upkeep  # noqa: F401
