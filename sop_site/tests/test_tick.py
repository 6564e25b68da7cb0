import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from sop_site import timed
from sop_site.locks import only_one


@pytest.fixture
def deeds(monkeypatch, settings, tmp_path):
    """An empty registry, and a var of its own."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(timed, "_deeds", {})


def tick(*options) -> dict:
    said = StringIO()
    call_command("tick", "--json", *options, stdout=said)
    return json.loads(said.getvalue())


@pytest.mark.django_db
def test_tick_runs_what_is_due(deeds):
    done = []
    timed.register("each_minute", lambda: done.append("minute"), every=timedelta(0))
    timed.register("each_hour", lambda: done.append("hour"), every=timedelta(hours=1))

    first, second = tick(), tick()

    assert first == {"ran": True, "done": ["each_minute", "each_hour"], "failed": []}
    assert second == {"ran": True, "done": ["each_minute"], "failed": []}
    assert done == ["minute", "hour", "minute"]


@pytest.mark.django_db
def test_tick_does_all_when_asked(deeds):
    timed.register("each_hour", lambda: None, every=timedelta(hours=1))
    tick()

    assert tick("--all")["done"] == ["each_hour"]


@pytest.mark.django_db
def test_failed_deed_holds_up_no_other(deeds, caplog):
    timed.register("broken", lambda: 1 / 0)
    timed.register("whole", lambda: None)

    said = StringIO()
    with pytest.raises(CommandError, match=r"Failed: broken\."):
        call_command("tick", "--json", stdout=said)

    assert json.loads(said.getvalue()) == {"ran": True, "done": ["whole"], "failed": ["broken"]}


@pytest.mark.django_db
def test_failed_deed_is_tried_again(deeds, caplog):
    timed.register("broken", lambda: 1 / 0, every=timedelta(hours=1))

    for _ in range(2):
        with pytest.raises(CommandError):
            call_command("tick", stdout=StringIO())

    assert [record.getMessage() for record in caplog.records] == ["broken failed"] * 2


HOLD = """
import django, sys
django.setup()
from sop_site.locks import only_one
from django.conf import settings
from django.db import connection
from pathlib import Path
settings.VAR_DIR = Path(sys.argv[1])
connection.settings_dict["NAME"] = sys.argv[2]
with only_one("tick") as got:
    print(got, flush=True)
    sys.stdin.readline()
"""


@pytest.mark.django_db(transaction=True)
def test_second_tick_leaves_while_one_runs(deeds, tmp_path):
    timed.register("deed", lambda: None)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path), str(connection.settings_dict["NAME"])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "True\n"
        meanwhile = tick()
        other.kill()
        other.wait()

    assert meanwhile == {"ran": False, "done": [], "failed": []}


@pytest.mark.django_db
def test_lock_is_free_again_after_the_holder(deeds):
    with only_one("other") as first:
        pass
    with only_one("other") as second:
        pass

    assert (first, second) == (True, True)


@pytest.mark.django_db
def test_upkeep_clears_what_has_run_out():
    from sop_site.upkeep import clear_sessions, clear_sign_in_failures

    now = timezone.now()
    Session.objects.create(session_key="old", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", expire_date=now + timedelta(days=1))

    assert clear_sessions() == "1 sessions had run out."
    assert clear_sign_in_failures() is None
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
