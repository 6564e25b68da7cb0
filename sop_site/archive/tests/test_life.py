"""Backup, restore and the move to PostgreSQL on real data, through the programs in bin/.

The stations follow one another as the tests stand here; see conftest.py.
"""

import json
import signal
import zipfile

import pytest
from django.conf import settings

from .conftest import killed_at, small_files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
        reason="begins with SQLite and goes to PostgreSQL by itself",
    ),
]

TEXTS = """
import json
from feedback.models import Report
print(json.dumps(list(Report.objects.values_list("text", flat=True))))
"""
RESTORES = """
from sop_site.officers.models import AuditEntry
print(AuditEntry.objects.filter(deed="data.restored").count())
"""


def texts(life) -> set[str]:
    """The texts of all reports."""
    return set(json.loads(life.manage(TEXTS)))


def test_backup_is_made_while_a_phone_sends(backed_up):
    with zipfile.ZipFile(backed_up.backup) as archive:
        rows = archive.read("rows/offline.inboxitem.jsonl").decode()

    assert backed_up.meanwhile
    assert {result["status"] for _item, result in backed_up.meanwhile} == {"stored"}
    assert backed_up.sent["before"][0]["id"].replace("-", "") in rows
    assert backed_up.sent["after"][0]["id"].replace("-", "") not in rows


def test_backup_says_what_is_in_it(backed_up):
    told = backed_up.told

    assert told["file"] == str(backed_up.backup)
    assert told["bytes"] == backed_up.backup.stat().st_size
    assert (told["files"], told["rows"] > 1000) == (1, True)


def test_backup_asks_before_it_overwrites(backed_up):
    before = backed_up.backup.read_bytes()

    done = backed_up.run("backup", backed_up.backup, "--json", expected=1)

    assert json.loads(done.stdout) == {"error": "No backup was written."}
    assert backed_up.backup.read_bytes() == before


def test_backup_on_a_full_disk_leaves_no_file(backed_up, tmp_path):
    limit = small_files(200_000)

    done = backed_up.run("backup", tmp_path / "b.zip", expected=1, preexec_fn=limit)

    assert done.stderr.splitlines()[-1] == "The disk is full. No backup was written."
    assert list(tmp_path.iterdir()) == []


def test_backup_that_is_interrupted_leaves_no_file(backed_up, tmp_path):
    killed_at(backed_up, " rows of ", "backup", tmp_path / "b.zip", how=signal.SIGTERM)

    assert list(tmp_path.iterdir()) == []


def test_restore_is_refused_while_the_server_runs(backed_up):
    done = backed_up.run("restore", backed_up.backup, "--yes", expected=1)

    said = "The database is in use; stop the server and what else uses it first."
    assert done.stderr.splitlines()[-1] == said
    assert backed_up.again("after")["status"] == "duplicate"


def test_restore_asks_before_it_overwrites(stopped):
    done = stopped.run("restore", stopped.backup, "--json", expected=1)

    assert json.loads(done.stdout) == {"error": "The old data are as they were."}
    assert "ຫຼັງການສຳຮອງ" in texts(stopped)


def test_restore_without_a_file_is_wrong_usage(stopped):
    assert "FILE" in stopped.run("restore", expected=2).stderr


@pytest.mark.parametrize(
    ("how", "when"), [(signal.SIGTERM, "Making the tables"), (signal.SIGKILL, "Writing ")]
)
def test_restore_killed_in_the_middle_changes_nothing(stopped, how, when):
    killed_at(stopped, when, "restore", stopped.backup, "--yes", how=how)

    assert "ຫຼັງການສຳຮອງ" in texts(stopped)
    assert stopped.media() == stopped.photos


def test_restore_on_a_full_disk_changes_nothing(stopped):
    done = stopped.run(
        "restore", stopped.backup, "--yes", expected=1, preexec_fn=small_files(300_000)
    )

    said = "The disk can't be written. The old data are as they were."
    assert done.stderr.splitlines()[-1] == said
    assert "ຫຼັງການສຳຮອງ" in texts(stopped)
    assert list(stopped.site.folder.glob("*.restoring*")) == []


def test_restored_data_are_those_of_the_backup(restored):
    found = texts(restored)

    assert ("ກ່ອນການສຳຮອງ" in found, "ຫຼັງການສຳຮອງ" in found) == (True, False)
    assert restored.restored["rows"] == restored.told["rows"]


def test_restored_uploads_are_those_of_the_backup(restored):
    left = restored.photos - restored.media()

    assert (len(restored.media()), len(left)) == (1, 1)
    assert restored.restored["removed_files"] == 1


def test_restore_begins_an_epoch_and_is_written_down(restored):
    assert restored.epochs[0] != restored.epochs[1]
    assert restored.manage(RESTORES) == "1"


def test_phone_offers_all_again_after_a_restore(restored):
    before, after = restored.again("before"), restored.again("after")

    assert (before["status"], before["receipt"]) == (
        "duplicate",
        restored.sent["before"][1]["receipt"],
    )
    assert (after["status"], len(after["need"])) == ("stored", 1)
    again = {restored.phone.send(item)[0]["status"] for item, _result in restored.meanwhile}
    assert again <= {"stored", "duplicate"}
    assert texts(restored) >= {item["payload"]["text"] for item, _result in restored.meanwhile}


def test_search_finds_after_a_restore(restored):
    assert (
        b"REG-01"
        in restored.phone._opener.open(f"{restored.site.address}/en/search/?q=voluntary").read()
    )


def test_move_goes_on_where_sqlite_ended(moved):
    session = moved.phone.session()

    assert (session["uid"] is not None, session["db_epoch"]) == (True, moved.epochs[-1])
    assert {moved.again(name)["status"] for name in ("before", "after", "between")} == {"duplicate"}
    assert moved.moved["rows"] > 1000


def test_new_rows_get_ids_beyond_the_old_ones(moved):
    (result,) = moved.phone.send(moved.phone.item("ຫຼັງການຍ້າຍ"))

    assert result["status"] == "stored"


def test_move_over_data_is_refused(moved, database):
    done = moved.run("to-postgres", database, "--json", expected=1)

    said = "The database holds data already; a move needs an empty one."
    assert json.loads(done.stdout) == {"error": said}


@pytest.mark.parametrize("address", ["", "sqlite:///x", "nothing"])
def test_move_needs_the_address_of_a_database(moved, address):
    environment = {**moved.site.environment, "DATABASE_URL": ""}
    moved.site.environment, kept = environment, moved.site.environment
    try:
        done = moved.run("to-postgres", address, expected=1)
    finally:
        moved.site.environment = kept

    assert done.stderr.startswith("Name the database to move to")


def test_postgresql_is_backed_up_and_restored(restored_there):
    life = restored_there

    assert life.epochs[-1] != life.epochs[-2]
    assert life.again("between")["status"] == "duplicate"
    assert life.again("late")["status"] == "stored"
    assert "ກ່ອນການຍ້າຍ" in texts(life)


def test_restore_on_postgresql_killed_in_the_middle_changes_nothing(restored_there):
    life = restored_there
    killed_at(life, "Making the tables", "restore", life.backup, "--yes")

    assert life.again("late")["status"] == "duplicate"
    assert "ຫຼັງສຸດ" in texts(life)


def test_postgresql_backup_goes_back_to_sqlite(restored_there):
    life = restored_there
    second = life.backup.with_name("second.zip")
    life.site.stop()
    life.site.environment["DATABASE_URL"] = ""

    life.run("restore", second, "--yes")

    life.started()
    assert life.again("between")["status"] == "duplicate"
    assert life.again("before")["status"] == "duplicate"
