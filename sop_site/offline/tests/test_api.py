"""The abuses of the sync protocol and the answer to each; then an honest item is still stored."""

import gzip
import json
import time
import uuid

import pytest
from django.db import OperationalError
from django.utils import timezone

from sop_site.offline import views
from sop_site.offline.models import Epoch, InboxFile, InboxItem

pytestmark = pytest.mark.django_db
ITEMS = "/api/sync/v1/items"


@pytest.fixture
def send(phone, officer, notes):
    return phone(officer)


@pytest.fixture
def post(send):
    """Posts a raw body as the officer."""

    def raw(body, content_type="application/json", **extra):
        return send.client.post(ITEMS, data=body, content_type=content_type, **extra)

    return raw


def statuses(reply):
    return [result["status"] for result in reply.json()["results"]]


def batch(**changes):
    sound = {"protocol": 1, "client_now": timezone.now().isoformat(), "items": []}
    return json.dumps({**sound, **changes})


def test_session_names_the_person(as_, officer):
    reply = as_(officer).get("/api/session")

    said = reply.json()
    assert sorted(said) == ["csrf", "db_epoch", "name", "protocol", "server_time", "uid"]
    assert (said["protocol"], said["uid"], said["name"]) == (1, officer.uid, officer.name)
    assert said["db_epoch"] == Epoch.current()
    assert reply["Cache-Control"] == "no-store"


def test_session_signed_out_has_no_uid(client):
    said = client.get("/api/session").json()

    assert said["uid"] is None
    assert "name" not in said
    assert said["csrf"]


def test_items_come_back_in_order_with_receipts(send, item, officer):
    items = [item(officer, {"text": text}) for text in ("a", "bb", "ccc")]

    said = send(*items).json()

    assert (said["protocol"], said["uid"]) == (1, officer.uid)
    assert [result["id"] for result in said["results"]] == [sent["id"] for sent in items]
    assert [result["result"] for result in said["results"]] == [
        {"length": 1},
        {"length": 2},
        {"length": 3},
    ]
    assert len({result["receipt"] for result in said["results"]}) == 3
    assert set(said["results"][0]) == {"id", "status", "receipt", "received_at", "result"}


def test_no_sign_in_is_401(client, officer, item):
    reply = client.post(ITEMS, batch(items=[item(officer)]), content_type="application/json")

    assert (reply.status_code, reply.json()) == (401, {"protocol": 1, "code": "sign_in"})


@pytest.mark.parametrize("headers", [{}, {"X-CSRFToken": "x" * 64}])
def test_missing_or_wrong_csrf_token_is_403(as_, officer, headers):
    strict = as_(officer, enforce_csrf_checks=True)

    reply = strict.post(ITEMS, batch(), content_type="application/json", headers=headers)

    assert (reply.status_code, reply.json()) == (403, {"protocol": 1, "code": "csrf"})


def test_session_token_opens_the_door(as_, officer):
    strict = as_(officer, enforce_csrf_checks=True)
    token = strict.get("/api/session").json()["csrf"]

    reply = strict.post(
        ITEMS, batch(), content_type="application/json", headers={"X-CSRFToken": token}
    )

    assert (reply.status_code, reply.json()["results"]) == (200, [])


def test_foreign_origin_is_403(as_, officer):
    strict = as_(officer, enforce_csrf_checks=True)
    token = strict.get("/api/session").json()["csrf"]

    reply = strict.post(
        ITEMS,
        batch(),
        content_type="application/json",
        headers={"X-CSRFToken": token, "Origin": "https://elsewhere.example"},
    )

    assert (reply.status_code, reply.json()["code"]) == (403, "csrf")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_other_content_types_are_415(post, kind):
    reply = post(batch(), content_type=kind)

    assert (reply.status_code, reply.json()) == (415, {"protocol": 1, "code": "media_type"})


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options"])
def test_other_methods_are_405(send, method):
    reply = getattr(send.client, method)(ITEMS)

    assert (reply.status_code, reply["Allow"]) == (405, "POST")
    assert reply.json() == {"protocol": 1, "code": "method"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        '{"protocol": 1, "x": "é"}'.encode("latin-1"),
        b"[" * 100_000 + b"]" * 100_000,
        b'{"protocol": ' + b"9" * 5_000 + b"}",
    ],
    ids=["empty", "cut", "list", "latin-1", "nested", "huge integer"],
)
def test_bodies_that_are_no_batch_are_400(post, body):
    began = time.perf_counter()
    reply = post(body)

    assert reply.status_code == 400
    assert reply.json()["code"] in {"bad_json", "bad_batch"}
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"protocol": 99}, 426, "protocol"),
        ({"protocol": "1"}, 400, "bad_batch"),
        ({"client_now": "yesterday"}, 400, "bad_client_now"),
        ({"client_now": None}, 400, "bad_client_now"),
        ({"client_now": 17}, 400, "bad_client_now"),
        ({"items": "all of them"}, 400, "bad_items"),
        ({"items": None}, 400, "bad_items"),
        ({"items": [{}] * 120}, 413, "too_many_items"),
    ],
)
def test_batches_with_a_faulty_frame(post, changes, status, code):
    reply = post(batch(**changes))

    assert (reply.status_code, reply.json()) == (status, {"protocol": 1, "code": code})


@pytest.mark.parametrize("megabytes", [3, 6])
def test_too_big_a_batch_is_413(post, megabytes):
    reply = post(batch(filler="x" * megabytes * 1024 * 1024))

    assert (reply.status_code, reply.json()) == (413, {"protocol": 1, "code": "too_big"})


def test_packed_body_is_415(post):
    reply = post(gzip.compress(b"0" * 10_000_000), headers={"Content-Encoding": "gzip"})

    assert (reply.status_code, reply.json()["code"]) == (415, "media_type")


def test_other_host_is_400_in_json(send, settings):
    settings.ALLOWED_HOSTS = ["khumue.example"]

    reply = send.client.get("/api/session", headers={"Host": "elsewhere.example"})

    assert (reply.status_code, reply.json()) == (400, {"protocol": 1, "code": "bad_request"})


def test_unknown_address_is_404_in_json(client):
    reply = client.get("/api/sync/v1/nothing")

    assert (reply.status_code, reply.json()) == (404, {"protocol": 1, "code": "not_found"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "7"}, "bad_id"),
        ({"id": str(uuid.UUID(int=0))}, "bad_id"),
        ({"id": None}, "bad_id"),
        ({"id": ["x"]}, "bad_id"),
        ({"owner": None}, "bad_owner"),
        ({"owner": 3}, "bad_owner"),
        ({"kind": "test.unheard"}, "unknown_kind"),
        ({"kind": None}, "bad_kind"),
        ({"schema": "1"}, "unknown_schema"),
        ({"schema": 7}, "unknown_schema"),
        ({"payload": []}, "bad_payload"),
        ({"payload": "text"}, "bad_payload"),
        ({"payload": {"text": "\ud800"}}, "bad_text"),
        ({"payload": {"\udfff": 1}}, "bad_text"),
        ({"payload": {"n": float("nan")}}, "bad_number"),
        ({"payload": {"n": 10**400}}, "bad_number"),
        ({"payload": {"deep": [[[[[[[[[[[[[[]]]]]]]]]]]]]]}}, "too_deep"),
    ],
)
def test_faulty_item_is_rejected_between_good_ones(send, item, officer, changes, code):
    bad = {**item(officer), **changes}

    reply = send(item(officer), bad, item(officer))

    assert statuses(reply) == ["stored", "rejected", "stored"]
    said = reply.json()["results"][1]
    assert (said["code"], bool(said["message"])) == (code, True)
    assert said["id"] == (bad["id"] if isinstance(bad["id"], str) else None)
    assert InboxItem.objects.count() == 2


@pytest.mark.parametrize("nothing", [None, 5, "item", [], True])
def test_item_that_is_no_object_is_rejected(send, item, officer, nothing):
    reply = send(nothing, item(officer))

    assert statuses(reply) == ["rejected", "stored"]
    assert reply.json()["results"][0]["id"] is None


def test_missing_payload_is_rejected(send, item, officer):
    bad = item(officer)
    del bad["payload"]

    assert send(bad).json()["results"][0]["code"] == "bad_payload"


def test_nul_is_stripped(send, item, officer):
    assert statuses(send(item(officer, {"text": "a\x00b"}))) == ["stored"]
    assert InboxItem.objects.get().payload == {"text": "ab"}


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": "2026-11-01T10:00:00"},
        {"created_at": "9999-12-31T23:59:59Z"},
        {"created_at": None},
        {"created_at": 5},
        {"skew_at_create": float("nan")},
        {"skew_at_create": float("inf")},
        {"skew_at_create": "x"},
        {"skew_at_create": 10**18},
    ],
)
def test_odd_times_are_stored_with_low_trust(send, item, officer, changes):
    assert statuses(send(item(officer, **changes))) == ["stored"]
    assert InboxItem.objects.get().time_trust == "low"


def test_steady_clock_is_trusted(send, item, officer):
    send(item(officer, skew_at_create=2.5))

    row = InboxItem.objects.get()
    assert (row.time_trust, row.skew) == ("phone", 2.5)


@pytest.mark.parametrize("days", [-3, 365])
def test_wrong_clock_is_stored_with_low_trust(send, item, officer, days):
    now = timezone.now() + timezone.timedelta(days=days)

    reply = send(item(officer, created_at=now.isoformat()), client_now=now.isoformat())

    assert statuses(reply) == ["stored"]
    row = InboxItem.objects.get()
    assert (row.time_trust, round(row.skew / 86_400)) == ("low", -days)


def test_extra_keys_are_ignored(send, item, officer):
    reply = send(item(officer, score=100, is_staff=True, status="handled", state="handled"))

    assert statuses(reply) == ["stored"]
    officer.refresh_from_db()
    assert officer.is_superuser is False


def test_item_of_another_person_is_held(send, item, officer, colleague):
    reply = send(item(colleague), item(officer, owner="nobody-known"), item(officer))

    assert statuses(reply) == ["held", "held", "stored"]
    assert set(reply.json()["results"][0]) == {"id", "status"}
    assert InboxItem.objects.get().owner == officer


def test_id_of_another_person_is_a_conflict(send, phone, item, officer, colleague):
    theirs = item(colleague)
    phone(colleague)(theirs)

    assert statuses(send(item(officer, id=theirs["id"]))) == ["conflict"]


def test_same_item_twice_in_one_batch(send, item, officer):
    sent = item(officer)

    reply = send(sent, sent)

    assert statuses(reply) == ["stored", "duplicate"]
    first, second = reply.json()["results"]
    assert {**first, "status": ""} == {**second, "status": ""}


def test_same_id_with_other_content_is_a_conflict(send, item, officer):
    sent = item(officer)

    assert statuses(send(sent, {**sent, "payload": {"text": "other"}})) == ["stored", "conflict"]


def test_same_id_with_another_file_is_a_conflict(send, item, officer):
    sent = item(officer)

    reply = send(sent, {**sent, "files": [{"sha256": "a" * 64, "size": 9, "type": "x"}]})

    assert statuses(reply) == ["stored", "conflict"]


SOUND = {"sha256": "a" * 64, "size": 9, "type": "image/jpeg"}


@pytest.mark.parametrize(
    "files",
    [
        "photo",
        [None],
        [{**SOUND, "size": -1}],
        [{**SOUND, "size": "9"}],
        [{**SOUND, "size": True}],
        [{**SOUND, "sha256": "abc"}],
        [{**SOUND, "size": 6_000_000}],
        [{**SOUND, "type": None}],
        [{**SOUND, "sha256": f"{n:064x}"} for n in range(200)],
        [SOUND, SOUND],
    ],
    ids=["string", "null", "minus", "text", "bool", "hash", "6 MB", "no type", "200", "twice"],
)
def test_faulty_files_are_rejected(send, item, officer, files):
    reply = send(item(officer, files=files), item(officer))

    assert statuses(reply) == ["rejected", "stored"]
    assert reply.json()["results"][0]["field"] == "files"
    assert InboxFile.objects.count() == 0


def test_announced_file_is_asked_for(send, item, officer):
    said = send(item(officer, files=[SOUND])).json()["results"][0]

    assert said["need"] == [{"sha256": "a" * 64, "offset": 0}]


def test_601st_batch_of_a_minute_is_429(send, item, officer, settings):
    settings.LIMITS = {"batches_a_minute": 1}
    send(item(officer))

    reply = send(item(officer))

    assert (reply.status_code, reply.json()["code"]) == (429, "busy")
    assert 1 <= int(reply["Retry-After"]) <= 60


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_session_by_another_method_is_405_without_a_token(as_, officer, method):
    reply = getattr(as_(officer, enforce_csrf_checks=True), method)("/api/session")

    assert (reply.status_code, reply.json()) == (405, {"protocol": 1, "code": "method"})


def test_locked_database_is_503(send, item, officer, monkeypatch):
    def locked(*args, **options):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "deliver", locked)

    reply = send(item(officer))

    assert (reply.status_code, reply["Retry-After"]) == (503, "5")
    assert reply.json() == {"protocol": 1, "code": "busy"}


def test_database_gone_in_a_middleware_is_503(send, item, officer, monkeypatch):
    def gone(*args, **options):
        raise OperationalError("no connection")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", gone)

    def changing(request):
        request.session["x"] = 1
        return views.answer(request, {})

    monkeypatch.setattr(views, "refusal_of", changing)

    reply = send(item(officer))

    assert (reply.status_code, reply.json()["code"]) == (503, "busy")


def test_full_disk_is_503(send, item, officer, monkeypatch):
    def full(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(views, "deliver", full)

    assert send(item(officer)).status_code == 503


def test_messages_are_in_the_persons_language(send, item, officer):
    officer.language = "en"
    officer.save()

    said = send(item(officer, payload=[])).json()["results"][0]

    assert said["message"] == "This item has no content that can be read."
