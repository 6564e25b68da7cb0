import gc
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sop_site.settings.production")

# By this status gunicorn's master knows that a new worker would fare no better, and stops.
WORKER_BOOT_ERROR = 3


def _start():
    # Importing leaves next to no garbage: the collector would walk through it all in vain.
    gc.disable()
    try:
        application = _imported()
        # What was imported stays: the collector need not walk through it again and again, and
        # workers that were forked from here (--preload) go on sharing its memory.
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()
    return application


def _imported():
    from django.core.exceptions import ImproperlyConfigured
    from django.core.wsgi import get_wsgi_application

    from .settings.environment import refuse_unknown_module

    try:
        refuse_unknown_module()
        application = get_wsgi_application()
        from .checks import refuse_unsafe_start

        refuse_unsafe_start()
        _ready_for_requests()
    except ImproperlyConfigured as error:
        print(f"Khumue does not start: {error}", file=sys.stderr)
        raise SystemExit(WORKER_BOOT_ERROR) from None
    return application


def _ready_for_requests():
    """Loads what Django leaves to the first request: that would be slow in each worker again."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils.translation import override

    get_template("base.html")  # the engine with the tags of all apps, and what looks for files
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("sop_pages:home")  # addresses are gathered for each language by itself


application = _start()
