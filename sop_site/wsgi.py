import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from .settings.environment import refuse_unknown_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sop_site.settings.production")

# By this status gunicorn's master knows that a new worker would fare no better, and stops.
WORKER_BOOT_ERROR = 3


def _start():
    try:
        refuse_unknown_module()
        application = get_wsgi_application()
        from .checks import refuse_unsafe_start

        refuse_unsafe_start()
    except ImproperlyConfigured as error:
        print(f"Khumue does not start: {error}", file=sys.stderr)
        raise SystemExit(WORKER_BOOT_ERROR) from None
    # What was imported stays: the collector need not walk through it again and again, and workers
    # that were forked from here (--preload) go on sharing its memory.
    gc.collect()
    gc.freeze()
    return application


application = _start()
