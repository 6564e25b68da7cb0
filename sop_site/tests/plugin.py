"""The one pytest plugin that pyproject.toml names; brings in those that need Django to be ready.

They are registered after pytest-django, so that their fixtures may stand on its own.
"""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ("cast", "pristine", "browser")
# Two thirds of the time of what needs no browser: `bin/test quick` leaves them to the whole run.
THOROUGH = (
    "content/tests",
    "feedback/tests/test_visibility.py",
    "quizzes/tests/test_doors.py",
    "quizzes/tests/test_items.py",
    "quizzes/tests/test_keys_kept.py",
    "quizzes/tests/test_results.py",
    "quizzes/tests/test_taking.py",
    "sop_pages/search/tests/test_find.py",
    "sop_pages/search/tests/test_views.py",
    "sop_pages/tests/reading",
    "sop_pages/tests/test_authoring.py",
    "sop_pages/tests/test_files.py",
    "sop_pages/tests/test_identity.py",
    "sop_pages/tests/test_import.py",
    "sop_pages/tests/test_releases.py",
    "sop_pages/tests/test_translation.py",
    "sop_pages/tests/test_uploads.py",
    "sop_site/lao/tests/test_search_backend.py",
    "sop_site/officers/tests/test_roles.py",
    "sop_site/offline/tests/test_api.py",
    "sop_site/offline/tests/test_protocol_machine.py",
    "sop_site/tests/test_access.py",
    "sop_site/tests/test_sensitive.py",
    "sop_site/tests/test_settings.py",
)


def pytest_configure(config):
    for name in PLUGINS:
        config.pluginmanager.register(import_module(f"sop_site.tests.{name}"), f"khumue.{name}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks what lies in THOROUGH, before -m chooses."""
    for item in items:
        if item.path.relative_to(ROOT).as_posix().startswith(THOROUGH):
            item.add_marker("thorough")
