"""A server of its own for tests that stop and kill it: files come straight from their sources."""

import os

from sop_site.settings.test import *  # noqa: F403
from sop_site.settings.test import DATABASES, SQLITE_OPTIONS

WHITENOISE_USE_FINDERS = True
VERSION = os.environ.get("TEST_BUILD", "1")  # another one is a deploy: phones get a new shell
# As the product writes: what was acknowledged lies on the disk.
if "init_command" in DATABASES["default"]["OPTIONS"]:
    DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_OPTIONS["init_command"]
