"""Bad input at the endpoints, row by row as it was asked for: a defined reply each, no 500, nothing
half-stored, and an honest item is stored afterwards. test_api.py and test_files.py go further."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from sop_site.offline import keeping
from sop_site.offline.models import InboxFile, InboxItem

pytestmark = pytest.mark.django_db
ITEMS = "/api/sync/v1/items"
CONTENT = b"note of salt"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Bench:
    """An officer's connection: sends batches raw or whole, and puts parts of files."""

    def __init__(self, phone, item, people):
        self.phone, self.item, self.people = phone, item, people
        self.officer = people["officer"]
        self.client = phone(self.officer).client

    def batch(self, *items, **changes) -> bytes:
        sound = {"protocol": 1, "client_now": timezone.now().isoformat(), "items": list(items)}
        return json.dumps({**sound, **changes}).encode()

    def post(self, body: bytes, client=None):
        reply = (client or self.client).post(ITEMS, body, content_type="application/json")
        return reply.status_code, reply.json()

    def code_of(self, body: bytes, client=None) -> tuple:
        status, said = self.post(body, client)
        return status, said["code"]

    def result_of(self, *items) -> tuple:
        """(status, code) of the last item."""
        status, said = self.post(self.batch(*items))
        assert status == 200
        return said["results"][-1]["status"], said["results"][-1].get("code")

    def announced(self) -> str:
        """The address of a file of a stored item, nothing of it sent."""
        file = {"sha256": DIGEST, "size": len(CONTENT), "type": "text/plain"}
        sent = self.item(self.officer, files=[file])
        assert self.result_of(sent) == ("stored", None)
        return f"/api/sync/v1/files/{sent['id']}/{DIGEST}"

    def put(self, address: str, part: bytes, offset=0) -> tuple:
        address = f"{address}?offset={offset}"
        reply = self.client.post(address, part, content_type="application/octet-stream")
        return reply.status_code, reply.json().get("code"), reply.json().get("offset")


@pytest.fixture
def bench(phone, item, notes, officer, colleague):
    return Bench(phone, item, {"officer": officer, "colleague": colleague})


def expired(bench):
    Session.objects.all().delete()
    return bench.code_of(bench.batch(bench.item(bench.officer)))


def without_token(bench):
    strict = bench.phone(bench.officer, enforce_csrf_checks=True).client
    return bench.code_of(bench.batch(bench.item(bench.officer)), strict)


def cut_in_a_sign(bench):
    sound = bench.batch(bench.item(bench.officer, {"text": "SALT"}))
    return bench.code_of(sound.replace(b"SALT", "ເກືອ".encode()[:-1]))


def deep_payload(bench):
    deep = "end"
    for _level in range(40):
        deep = [deep]
    return bench.result_of(bench.item(bench.officer, {"deep": deep}))


REFUSALS = {
    "wrong protocol": (lambda b: b.code_of(b.batch(protocol=2)), (426, "protocol")),
    "1,001 items": (
        lambda b: b.code_of(b.batch(*[b.item(b.officer) for _ in range(1_001)])),
        (413, "too_many_items"),
    ),
    "2 MB item": (
        lambda b: b.code_of(b.batch(b.item(b.officer, {"text": "x" * 2_000_000}))),
        (413, "too_big"),
    ),
    "unknown kind": (
        lambda b: b.result_of(b.item(b.officer, kind="test.unheard")),
        ("rejected", "unknown_kind"),
    ),
    "future schema": (
        lambda b: b.result_of(b.item(b.officer, schema=2)),
        ("rejected", "unknown_schema"),
    ),
    "other owner": (lambda b: b.result_of(b.item(b.people["colleague"])), ("held", None)),
    "expired session": (expired, (401, "sign_in")),
    "no CSRF": (without_token, (403, "csrf")),
    "invalid UTF-8": (cut_in_a_sign, (400, "bad_json")),
    "deep JSON": (deep_payload, ("rejected", "too_deep")),
    "deep JSON, 100,000 levels": (
        lambda b: b.code_of(b'{"items": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
        (400, "bad_json"),
    ),
}
REFUSED_PARTS = {
    "wrong hash": (lambda b: b.put(b.announced(), b"note of salz"), (422, "wrong_hash", 0)),
    "offset beyond the end": (
        lambda b: b.put(b.announced(), b"more", offset=10**9),
        (409, "offset", 0),
    ),
    "file never announced": (
        lambda b: b.put(b.announced().replace(DIGEST, "a" * 64), CONTENT),
        (404, "unknown_file", None),
    ),
}


@pytest.mark.parametrize("row", REFUSALS)
def test_bad_items_get_a_defined_reply(bench, notes, row):
    abuse, wanted = REFUSALS[row]

    assert abuse(bench) == wanted

    assert InboxItem.objects.count() == 0
    assert notes == []
    bench.client.force_login(bench.officer, "django.contrib.auth.backends.ModelBackend")
    assert bench.result_of(bench.item(bench.officer)) == ("stored", None)
    assert notes == ["Salt"]


@pytest.mark.parametrize("row", REFUSED_PARTS)
def test_bad_parts_get_a_defined_reply(bench, notes, row):
    abuse, wanted = REFUSED_PARTS[row]

    assert abuse(bench) == wanted

    file = InboxFile.objects.get()
    assert (file.state, file.offset, bytes(file.data)) == ("coming", 0, b"")
    address = f"/api/sync/v1/files/{file.item_id}/{DIGEST}"
    assert bench.put(address, CONTENT) == (200, None, len(CONTENT))
    assert notes == ["Salt", CONTENT.upper()]


def test_replay_of_an_old_receipt(bench, item, officer, notes):
    """An item with a receipt of long ago is sent again: as it was, changed, by another person."""
    old = item(officer, {"text": "Salt"})
    _status, first = bench.post(bench.batch(old))
    half_a_year_ago = timezone.now() - timedelta(days=180)
    InboxItem.objects.update(received_at=half_a_year_ago, handled_at=half_a_year_ago)
    keeping.empty_old_payloads()
    [before] = InboxItem.objects.values()

    _status, again = bench.post(bench.batch(old, {**old, "receipt": "K7M-2P", "status": "stored"}))
    other = bench.result_of({**old, "payload": {"text": "Gold"}})
    stolen = bench.people["colleague"]
    theirs = bench.phone(stolen)({**old, "owner": stolen.uid}).json()["results"]

    receipts = {said["receipt"] for said in [*first["results"], *again["results"]]}
    assert [said["status"] for said in again["results"]] == ["duplicate", "duplicate"]
    assert len(receipts) == 1
    assert other == ("conflict", None)
    assert theirs == [{"id": old["id"], "status": "conflict"}]
    assert InboxItem.objects.values().get() == before
    assert before["emptied_at"] is not None
    assert notes == ["Salt"]
