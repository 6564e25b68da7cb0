"""The load of bin/bench phones: officers with sessions, a server, and phones as threads."""

import hashlib
import http.client
import io
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from .servers import Server

PART = 64 * 1024
TRIES = 8  # of a request that is told to wait
# Officers of one name, and what came from them.
PREPARE = """
import json
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from sop_site.officers.models import User
group, found = Group.objects.get(name="officer"), []
for n in range({phones}):
    person = User.objects.create_user(f"{name}{{n}}", name="{name}", password=None)
    person.groups.add(group)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    found.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
print(json.dumps([settings.SESSION_COOKIE_NAME, found]))
"""
COUNT = """
import json
from feedback.models import Report, ReportPhoto
from sop_site.offline.models import InboxItem
items = InboxItem.objects.filter(owner__name="{name}", state="handled")
print(json.dumps([
    {{str(key): receipt for key, receipt in items.values_list("pk", "receipt")}},
    Report.objects.filter(sender__name="{name}").count(),
    ReportPhoto.objects.filter(report__sender__name="{name}").count(),
]))
"""


@dataclass
class Heard:
    """What phones together sent, and what they were answered."""

    seconds: list[float] = field(default_factory=list)
    requests: int = 0
    waits: int = 0
    receipts: dict[str, str] = field(default_factory=dict)  # by the item's id
    photos: int = 0
    errors: list[str] = field(default_factory=list)


class Phone(threading.Thread):
    """Sends `items` reports one after the other, one with a photo, then all of them once more."""

    def __init__(self, port: int, cookie: str, items: int, start: threading.Barrier):
        super().__init__(daemon=True)
        self.port, self.cookie, self.items = port, cookie, items
        self.barrier, self.heard = start, Heard()

    def run(self) -> None:
        self.barrier.wait()
        try:
            self.connect()
            self._work()
        except Exception as error:  # whatever ends a phone is an error of the run
            self.heard.errors.append(f"{type(error).__name__}: {error}")
        finally:
            self.wire.close()

    def connect(self) -> None:
        self.wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def _enter(self) -> None:
        said = self._ask("GET", "/api/session")
        self.uid, self.token = said["uid"], said["csrf"]

    def _work(self) -> None:
        self._enter()
        sent = [self._item(b"" if n else photo_like(self.name)) for n in range(self.items)]
        for wire, photo in sent:
            began = time.monotonic()
            self._send([wire], {"stored"}, photo)
            self.heard.seconds.append(time.monotonic() - began)
        self._send([wire for wire, _photo in sent], {"duplicate"}, b"")

    def _item(self, photo: bytes) -> tuple[dict, bytes]:
        files = []
        if photo:
            digest = hashlib.sha256(photo).hexdigest()
            files = [{"sha256": digest, "size": len(photo), "type": "image/jpeg"}]
        wire = {
            "id": str(uuid.uuid4()),
            "kind": "feedback.report",
            "schema": 1,
            "owner": self.uid,
            "created_at": datetime.now(UTC).isoformat(),
            "payload": {"text": "ເຄືອຂ່າຍຊ້າ " * 10, "category": "systems"},
            "files": files,
        }
        return wire, photo

    def _send(self, wires: list[dict], wanted: set[str], photo: bytes) -> None:
        batch = {"protocol": 1, "client_now": datetime.now(UTC).isoformat(), "items": wires}
        said = self._ask("POST", "/api/sync/v1/items", json.dumps(batch).encode())
        statuses = {result["status"] for result in said["results"]}
        if not statuses <= wanted or not all(result.get("receipt") for result in said["results"]):
            self.heard.errors.append(f"Answered {said['results']}")
        self.heard.receipts |= {said["id"]: said["receipt"] for said in said["results"]}
        if photo:
            self._send_photo(wires[0], photo)

    def _send_photo(self, wire: dict, photo: bytes) -> None:
        address = f"/api/sync/v1/files/{wire['id']}/{wire['files'][0]['sha256']}"
        offset = 0
        while offset < len(photo):
            part = photo[offset : offset + PART]
            said = self._ask("POST", f"{address}?offset={offset}", part, "application/octet-stream")
            offset = said["offset"]
        self.heard.photos += said["complete"]

    def _ask(self, method: str, path: str, body: bytes = b"", kind="application/json") -> dict:
        """The reply; 503 and 429 are waited for, as phones do. Raises RuntimeError for others."""
        headers = {"Cookie": self.cookie, "Content-Type": kind}
        if method == "POST":
            headers |= {"X-CSRFToken": self.token}
        for tries in range(TRIES):
            self.wire.request(method, path, body or None, headers)
            reply = self.wire.getresponse()
            text = reply.read()
            self.heard.requests += 1
            if reply.status in {200, 409}:  # 409 tells the true place of a part
                self._take_cookies(reply)
                return json.loads(text)
            if reply.status not in {429, 503}:
                raise RuntimeError(f"{method} {path.split('?')[0]} answered {reply.status}")
            self.heard.waits += 1
            time.sleep(0.2 * 2**tries)
        raise RuntimeError(f"{method} {path} told to wait {TRIES} times")

    def _take_cookies(self, reply) -> None:
        for given in reply.headers.get_all("Set-Cookie") or ():
            pair = given.split(";")[0]
            if pair.startswith(("csrftoken=", "__Host-csrftoken=")):
                self.cookie = f"{self.cookie.split('; ')[0]}; {pair}"


def photo_like(name: str) -> bytes:
    """A JPEG of some 90 kB that is like no other."""
    out = io.BytesIO()
    noise = Image.frombytes("L", (150, 110), os.urandom(150 * 110)).resize((600, 440))
    noise.save(out, "JPEG", quality=90, comment=name.encode())
    return out.getvalue()


def measure(folder: Path, environment: dict, *, phones: int, items: int) -> dict:
    """Serves from a migrated database with officers; one phone first, then all together."""
    cookies = officers(environment, "Phone", phones + 1)
    server = Server(folder, environment)
    try:
        alone, _seconds = send(server.port, cookies[:1], max(20, items))
        together, seconds = send(server.port, cookies[1:], items)
    finally:
        server.stop()
    kept, reports, photos = count(environment, "Phone")
    sent = alone.receipts | together.receipts
    errors = alone.errors + together.errors
    if kept != sent or reports != len(sent):
        errors.append(f"{len(kept.items() ^ sent.items())} differ; {reports} reports.")
    return {
        "requests": together.requests,
        "rate": together.requests / seconds,
        "waits": together.waits,
        "errors": errors,
        "keys": len(sent),
        "rows": len(kept),
        "photos_sent": alone.photos + together.photos,
        "photos": photos,
        "one": percentiles(alone.seconds),
        "many": percentiles(together.seconds),
    }


def officers(environment: dict, name: str, number: int) -> list[str]:
    """Makes so many officers of this name; a Cookie header for each, signed in."""
    script = PREPARE.format(phones=number, name=name)
    cookie, values = json.loads(manage(environment, "shell", "-v0", "-c", script))
    return [f"{cookie}={value}" for value in values]


def count(environment: dict, name: str) -> tuple[dict[str, str], int, int]:
    """What came from them: receipts by id, the number of reports and of their photos."""
    return tuple(json.loads(manage(environment, "shell", "-v0", "-c", COUNT.format(name=name))))


def manage(environment: dict, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def send(port: int, cookies: list[str], items: int) -> tuple[Heard, float]:
    """A phone for each cookie, all starting together: what they heard, and the seconds it took."""
    barrier = threading.Barrier(len(cookies) + 1)
    phones = [Phone(port, cookie, items, barrier) for cookie in cookies]
    for phone in phones:
        phone.start()
    barrier.wait()
    began, found = time.monotonic(), Heard()
    for phone in phones:
        phone.join()
        found.seconds += phone.heard.seconds
        found.requests += phone.heard.requests
        found.waits += phone.heard.waits
        found.receipts |= phone.heard.receipts
        found.photos += phone.heard.photos
        found.errors += phone.heard.errors
    return found, time.monotonic() - began


def percentiles(seconds: list[float]) -> dict:
    """{p50, p95} in ms."""
    if len(seconds) < 2:
        return {"p50": 0.0, "p95": 0.0}
    cuts = statistics.quantiles(seconds, n=20)
    return {"p50": cuts[9] * 1000, "p95": cuts[18] * 1000}
