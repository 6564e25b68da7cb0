"""What the first request of a worker needs is there before it comes."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

SAID = """
import gc, json, sys

collections = []

def counted(phase, info):
    # A young one may come while the module itself is compiled, before its first line.
    if phase == "start" and info["generation"]:
        collections.append(info)

gc.callbacks.append(counted)
import sop_site.wsgi

of_import = len(collections)
from django.db import connection
from django.template.loader import get_template
from django.urls import get_resolver, reverse

gathered = sorted(get_resolver()._reverse_dict)
there = set(sys.modules)
reverse("sop_pages:sops")
get_template("403.html")
print(json.dumps({
    "languages": gathered,
    "imported": sorted(set(sys.modules) - there),
    "collections": of_import,
    "frozen": gc.get_freeze_count() > 0,
    "collects": gc.isenabled(),
    "connected": connection.connection is not None,
}))
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """What a process says that has imported the site as gunicorn does, in a folder without data."""
    own = {
        "DJANGO_SETTINGS_MODULE": "sop_site.settings.development",
        "KHUMUE_VAR": str(tmp_path_factory.mktemp("var")),
    }
    left_out = ("DATABASE_URL", "REDIS_URL")
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    done = subprocess.run(
        [sys.executable, "-c", SAID],
        cwd=settings.BASE_DIR,
        env={**inherited, **own},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_addresses_are_gathered_in_each_language(started):
    assert started["languages"] == sorted(language for language, _name in settings.LANGUAGES)


def test_first_page_imports_nothing(started):
    assert started["imported"] == []


def test_collector_rests_while_importing_and_works_afterwards(started):
    assert started["collections"] == 1  # the one that is asked for, before all is frozen
    assert started["frozen"]
    assert started["collects"]


def test_no_connection_is_shared_with_the_workers(started):
    assert not started["connected"]
