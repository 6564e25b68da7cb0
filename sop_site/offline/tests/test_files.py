"""Files in parts: where each goes, what is refused, what is told after a break."""

import hashlib
import uuid

import pytest

from sop_site.offline import files
from sop_site.offline.models import InboxFile

pytestmark = pytest.mark.django_db
CONTENT = b"note " + b"x" * 100_000
PART = 64 * 1024


def announced(content, sha256=None):
    digest = sha256 or hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "size": len(content), "type": "text/plain"}


@pytest.fixture
def send(phone, officer, notes):
    return phone(officer)


@pytest.fixture
def begun(send, item, officer):
    """Announces a file: begun(content) -> its address."""

    def begin(content=CONTENT, sha256=None):
        sent = item(officer, files=[announced(content, sha256)])
        [need] = send(sent).json()["results"][0]["need"]
        return f"/api/sync/v1/files/{sent['id']}/{need['sha256']}"

    return begin


@pytest.fixture
def put(send):
    """Puts a part: put(address, offset, bytes) -> (status, reply without the protocol)."""

    def put(address, offset, part, client=None, **options):
        options = {"content_type": "application/octet-stream", **options}
        reply = (client or send.client).post(f"{address}?offset={offset}", data=part, **options)
        said = reply.json()
        assert said.pop("protocol") == 1
        return reply.status_code, said

    return put


def test_file_comes_in_parts_and_is_handed_over(begun, put, notes):
    address = begun()

    first = put(address, 0, CONTENT[:PART])
    second = put(address, PART, CONTENT[PART:])

    assert first == (200, {"offset": PART, "complete": False})
    assert second == (200, {"offset": len(CONTENT), "complete": True})
    assert notes[-1] == CONTENT.upper()
    assert InboxFile.objects.get().state == "taken"


def test_part_that_came_before_is_told_the_true_place(begun, put):
    address = begun()
    put(address, 0, CONTENT[:PART])

    again = put(address, 0, CONTENT[:PART])
    ahead = put(address, PART + 5, CONTENT[PART + 5 :])

    true = {"code": "offset", "offset": PART, "complete": False}
    assert again == ahead == (409, true)


def test_last_part_sent_twice_is_complete_twice(begun, put, notes):
    address = begun(b"note")
    put(address, 0, b"note")

    assert put(address, 0, b"note") == (200, {"offset": 4, "complete": True})
    assert notes.count(b"NOTE") == 1


@pytest.mark.parametrize("offset", ["-1", "abc", "1" + "0" * 20, "", "٣", "1.5"])
def test_offset_that_is_none_is_400(begun, put, offset):
    assert put(begun(), offset, b"x") == (400, {"code": "bad_offset"})


def test_empty_part_is_400(begun, put):
    assert put(begun(), 0, b"") == (400, {"code": "empty"})


def test_part_beyond_64_kib_is_413(begun, put):
    assert put(begun(), 0, CONTENT[: PART + 1]) == (413, {"code": "too_big"})


def test_more_bytes_than_announced_are_413(begun, put):
    said = {"code": "too_big", "offset": 0, "complete": False}

    assert put(begun(b"note"), 0, b"note and more") == (413, said)


def test_wrong_bytes_begin_again_and_are_parked_the_third_time(begun, put):
    address = begun(b"note", sha256="a" * 64)

    tries = [put(address, 0, b"note") for _ in range(4)]

    assert [status for status, _said in tries] == [422] * 4
    assert [said["code"] for _status, said in tries] == ["wrong_hash"] * 2 + ["parked"] * 2
    assert [said["complete"] for _status, said in tries] == [False, False, True, True]


def test_file_that_its_kind_refuses_leaves_the_item(begun, put, notes):
    address = begun(b"<script>")

    status, said = put(address, 0, b"<script>")

    assert (status, said["code"], said["complete"]) == (422, "bad_file", True)
    assert notes == ["Salt"]


def test_strangers_and_others_learn_nothing(begun, put, client, as_, colleague):
    address = begun(b"note")
    other = address.replace(address.split("/")[-1], "b" * 64)
    unknown = f"/api/sync/v1/files/{uuid.uuid4()}/{'a' * 64}"

    assert put(address, 0, b"note", client=client) == (401, {"code": "sign_in"})
    assert put(address, 0, b"note", client=as_(colleague)) == (404, {"code": "unknown_file"})
    assert put(other, 0, b"note") == (404, {"code": "unknown_file"})
    assert put(unknown, 0, b"note") == (404, {"code": "unknown_file"})
    assert put("/api/sync/v1/files/x/y", 0, b"note") == (404, {"code": "unknown_file"})


def test_other_types_and_tokens_are_refused(begun, put, as_, officer):
    address = begun(b"note")
    strict = as_(officer, enforce_csrf_checks=True)

    assert put(address, 0, b"note", content_type="text/plain")[0] == 415
    assert put(address, 0, b"note", client=strict) == (403, {"code": "csrf"})


def test_too_many_parts_a_minute_wait(begun, put, settings):
    settings.LIMITS = {"chunks_a_minute": 1}
    address = begun()
    put(address, 0, CONTENT[:10])

    assert put(address, 10, CONTENT[10:20]) == (429, {"code": "busy"})


def test_whole_file_that_was_left_is_finished_by_tick(begun, put, notes, monkeypatch):
    address = begun(b"note")
    with monkeypatch.context() as stopped:
        stopped.setattr(files, "finish", lambda file: None)
        put(address, 0, b"note")
    left = InboxFile.objects.get().state

    said = files.finish_all()

    assert (left, said) == ("whole", "1 files were handed over.")
    assert InboxFile.objects.get().state == "taken"
    assert files.finish_all() is None
