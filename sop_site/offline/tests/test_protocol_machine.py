"""The sync protocol as a machine of states: whatever order requests, replies, restarts and restored
backups come in, the server holds what it acknowledged, once, and phones end with true receipts.

A model says what each reply must be and what must stand in the database after each step. A backup
is a savepoint: restoring it takes the database back to that moment and begins a new epoch.
"""

import copy
import hashlib
import json
import uuid
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sop_site.offline.models import Epoch, InboxFile, InboxItem

from .phone_model import SharedPhone
from .test_faults import FailsAt

# By name: this floor knows no app above it.
Report, ReportPhoto = (apps.get_model("feedback", name) for name in ("Report", "ReportPhoto"))

pytestmark = pytest.mark.django_db
ITEMS = "/api/sync/v1/items"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PEOPLE = st.integers(0, 1)
SIZES = st.sampled_from([1, 100, 100, 300, 900])
PICK = st.integers(0, 20)
FATES = st.sampled_from(["arrives", "arrives", "reply_lost", "doubled", "late", "lost", "twice"])
RUN = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class File:
    """What the server has of an announced file."""

    size: int
    data: bytes = b""
    tries: int = 0
    state: str = "coming"


@dataclass
class Row:
    """An item as the server must have it."""

    owner: int
    payload: dict
    receipt: str
    files: dict[str, File] = field(default_factory=dict)


class Protocol(RuleBasedStateMachine):
    def __init__(self, *people):
        super().__init__()
        self.people, self.phone = people, SharedPhone()
        self.server: dict[str, Row] = {}
        self.late: list = []  # requests that are still on their way
        self.backup = None
        self.whole = transaction.atomic()
        self.whole.__enter__()

    @initialize()
    def begin(self):
        """Both are signed in, and one report's photos are asked for."""
        self.clients = [Client(raise_request_exception=False) for _ in self.people]
        for client, person in zip(self.clients, self.people, strict=True):
            client.force_login(person, backend=BACKEND)
        self.write(0, "", 2)
        self.send(0, "arrives", 1, False)

    @rule(who=PEOPLE, text=st.text(max_size=20), photos=st.integers(0, 2))
    def write(self, who, text, photos):
        clean = "".join(sign for sign in text if sign.isprintable()).strip()
        self.phone.write(self.people[who].uid, clean, photos)

    @rule(who=PEOPLE, fate=FATES, most=st.integers(1, 3), newest_first=st.booleans())
    def send(self, who, fate, most, newest_first):
        self._ask_session(who)
        due = self.phone.due(self.people[who].uid)
        wires = [kept.wire for kept in (due[::-1] if newest_first else due)[:most]]
        self._go(fate, lambda: self._post(who, wires), self.phone.hear)

    @rule(who=PEOPLE, pick=PICK, size=SIZES, fate=FATES, broken=st.booleans())
    def send_part(self, who, pick, size, fate, broken):
        waiting = [
            (kept, sha256, offset)
            for kept in self.phone.due(self.people[who].uid)
            for sha256, offset in kept.need.items()
        ]
        if not waiting:
            return
        kept, sha256, offset = waiting[pick % len(waiting)]
        part = kept.contents[sha256][offset : offset + size]
        if broken and pick % 5 == 0:
            part = bytes(len(part))
        self._go(
            fate,
            lambda: self._post_part(who, kept.id, sha256, offset, part),
            lambda said: self.phone.hear_of_part(kept.id, sha256, *said),
        )

    @precondition(lambda self: self.late)
    @rule(pick=PICK)
    def arrive_late(self, pick):
        self.late.pop(pick % len(self.late))()

    @rule(who=PEOPLE)
    def send_under_anothers_name(self, who):
        wires = [kept.wire for kept in self.phone.due(self.people[1 - who].uid)]
        results = self._post(who, wires)
        assert {said["status"] for said in results} <= {"held"}

    @precondition(lambda self: self.server)
    @rule(who=PEOPLE, pick=PICK)
    def reuse_an_id(self, who, pick):
        taken = sorted(self.server)[pick % len(self.server)]
        person = self.people[who]
        wire = {"kind": "feedback.report", "payload": {"text": "other", "category": "sop"}}
        stamp = timezone.now().isoformat()
        wire |= {"id": taken, "owner": person.uid, "schema": 1, "created_at": stamp}
        assert [said["status"] for said in self._post(who, [wire])] == ["conflict"]

    @rule(who=PEOPLE, number=st.integers(1, 40))
    def break_a_statement(self, who, number):
        """503: each item of the batch is stored whole or not at all; the phone keeps all."""
        wires = [kept.wire for kept in self.phone.due(self.people[who].uid)][:3]
        with connection.execute_wrapper(FailsAt(number)):
            reply = self._reply_to(who, wires)
        if reply.status_code == 200:
            self._expect(who, wires, reply.json()["results"])
            return
        assert (reply.status_code, reply.json()["code"]) == (503, "busy")
        for wire in wires:
            row = InboxItem.objects.filter(pk=wire["id"]).first()
            if row and wire["id"] not in self.server:
                self.server[wire["id"]] = self._row(who, wire, row.receipt)

    @rule()
    def restart(self):
        """What a server process remembers is gone."""
        cache.clear()

    @rule()
    def back_up(self):
        self.backup = transaction.savepoint(), copy.deepcopy(self.server)

    @precondition(lambda self: self.backup)
    @rule()
    def restore(self):
        savepoint, server = self.backup
        transaction.savepoint_rollback(savepoint)
        self.server = copy.deepcopy(server)
        Epoch.renew()

    @invariant()
    def server_has_what_it_acknowledged_and_nothing_else(self):
        found = {str(row.pk): row for row in InboxItem.objects.all()}
        assert set(found) == set(self.server)
        for key, row in self.server.items():
            kept = found[key]
            assert (kept.owner_id, kept.payload) == (self.people[row.owner].pk, row.payload)
            assert (kept.receipt, kept.state) == (row.receipt, "handled")
        reports = sorted(Report.objects.values_list("item_id", "text"))
        wanted = [(uuid.UUID(key), row.payload["text"]) for key, row in self.server.items()]
        assert reports == sorted(wanted)

    @invariant()
    def files_are_where_they_broke_off(self):
        found = {
            (str(file.item_id), file.sha256): (file.offset, file.state)
            for file in InboxFile.objects.all()
        }
        wanted = {
            (key, sha256): (len(file.data), file.state)
            for key, row in self.server.items()
            for sha256, file in row.files.items()
        }
        assert found == wanted
        taken = sorted(key[1] for key, (_offset, state) in wanted.items() if state == "taken")
        assert sorted(ReportPhoto.objects.values_list("sha256", flat=True)) == taken

    def teardown(self):
        """A good network at last: all arrives, and each receipt is the server's."""
        try:
            if hasattr(self, "clients"):
                self._deliver_all()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    def _deliver_all(self):
        written = {**self.phone.outbox, **self.phone.sent}
        for who, person in enumerate(self.people):
            self._ask_session(who)
            wires = [kept.wire for kept in self.phone.due(person.uid)]
            self.phone.hear(self._post(who, wires))
            for kept in self.phone.due(person.uid):
                self._finish(who, kept)
        self.server_has_what_it_acknowledged_and_nothing_else()
        self.files_are_where_they_broke_off()
        assert not self.phone.outbox
        assert set(self.phone.sent) == set(written) <= set(self.server)
        for key, kept in self.phone.sent.items():
            assert kept.receipt == self.server[key].receipt

    def _finish(self, who, kept):
        for sha256, content in kept.contents.items():
            for _ in range(5):
                if sha256 in kept.need:
                    offset = kept.need[sha256]
                    said = self._post_part(who, kept.id, sha256, offset, content[offset:])
                    self.phone.hear_of_part(kept.id, sha256, *said)

    def _go(self, fate, request, hear):
        """What the network makes of a request and of its reply."""
        if fate in {"late", "twice"}:
            self.late.append(request)
        if fate in {"lost", "late"}:
            return
        if fate == "doubled":
            request()
        said = request()
        if fate != "reply_lost":
            hear(said)

    def _ask_session(self, who):
        said = self.clients[who].get("/api/session").json()
        assert said["uid"] == self.people[who].uid
        self.phone.meet_epoch(said["uid"], said["db_epoch"])

    def _reply_to(self, who, wires):
        batch = {"protocol": 1, "client_now": timezone.now().isoformat(), "items": wires}
        return self.clients[who].post(ITEMS, json.dumps(batch), content_type="application/json")

    def _post(self, who, wires) -> list[dict]:
        reply = self._reply_to(who, wires)
        assert reply.status_code == 200
        results = reply.json()["results"]
        self._expect(who, wires, results)
        return results

    def _expect(self, who, wires, results):
        """Compares each result with what the model says, and lets the model follow."""
        assert [said["id"] for said in results] == [wire["id"] for wire in wires]
        for wire, said in zip(wires, results, strict=True):
            row = self.server.get(wire["id"])
            if wire["owner"] != self.people[who].uid:
                assert said["status"] == "held"
            elif row is None:
                assert said["status"] == "stored"
                self.server[wire["id"]] = self._row(who, wire, said["receipt"])
            elif (row.owner, row.payload) != (who, wire["payload"]):
                assert said["status"] == "conflict"
            else:
                assert (said["status"], said["receipt"]) == ("duplicate", row.receipt)
                need = {file["sha256"]: file["offset"] for file in said.get("need", [])}
                coming = {k: f for k, f in row.files.items() if f.state == "coming"}
                assert need == {key: len(file.data) for key, file in coming.items()}

    def _row(self, who, wire, receipt) -> Row:
        files = {file["sha256"]: File(file["size"]) for file in wire.get("files", [])}
        return Row(who, wire["payload"], receipt, files)

    def _post_part(self, who, key, sha256, offset, part) -> tuple[int, dict]:
        address = f"/api/sync/v1/files/{key}/{sha256}?offset={offset}"
        reply = self.clients[who].post(address, part, content_type="application/octet-stream")
        said = reply.json()
        row = self.server.get(key)
        wanted = self._taken(row.files[sha256], sha256, offset, part) if row else (404, None)
        assert (reply.status_code, said.get("offset")) == wanted
        return reply.status_code, said

    def _taken(self, file: File, sha256, offset, part) -> tuple[int, int]:
        """(status, offset) that the reply must have; the model follows."""
        if file.state == "taken":
            return 200, file.size
        if file.state == "rejected":
            return 422, file.size
        if offset != len(file.data):
            return 409, len(file.data)
        file.data += part
        if len(file.data) < file.size:
            return 200, len(file.data)
        if hashlib.sha256(file.data).hexdigest() == sha256:
            file.state = "taken"
            return 200, file.size
        file.data, file.tries = b"", file.tries + 1
        file.state = "rejected" if file.tries == 3 else "coming"
        return 422, 0


def test_protocol_holds_in_any_order(officer, colleague, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    often = {"batches_a_minute": 10**6, "chunks_a_minute": 10**6}
    settings.LIMITS = {**settings.LIMITS, **often}

    run_state_machine_as_test(lambda: Protocol(officer, colleague), settings=RUN)
