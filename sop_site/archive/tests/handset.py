"""A phone without a browser: speaks the sync protocol over HTTP, as signed in as it may be."""

import hashlib
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import UTC, datetime
from http.cookiejar import CookieJar

PART = 64 * 1024
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Handset:
    def __init__(self, address: str):
        self.address = address
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def sign_in(self, username: str, password: str) -> None:
        page = self._opener.open(f"{self.address}/lo/sign-in/").read().decode()
        form = {
            "csrfmiddlewaretoken": TOKEN.search(page)[1],
            "username": username,
            "password": password,
        }
        data = urllib.parse.urlencode(form).encode()
        self._opener.open(f"{self.address}/lo/sign-in/", data).read()
        assert self.session()["uid"], "The sign-in was refused."

    def session(self) -> dict:
        return json.load(self._opener.open(f"{self.address}/api/session"))

    def item(self, text: str, photo: bytes = b"", **more) -> dict:
        files = [about(photo)] if photo else []
        return {
            "id": str(uuid.uuid4()),
            "kind": "feedback.report",
            "schema": 1,
            "owner": self.session()["uid"],
            "created_at": datetime.now(UTC).isoformat(),
            "payload": {"category": "money", "text": text, **more},
            "files": files,
        }

    def send(self, *items: dict) -> list[dict]:
        """The results. Raises urllib.error.HTTPError."""
        now = datetime.now(UTC).isoformat()
        batch = {"protocol": 1, "client_now": now, "items": items}
        body = json.dumps(batch).encode()
        return json.loads(self._post("/api/sync/v1/items", body, "application/json"))["results"]

    def send_file(self, item: dict, content: bytes) -> None:
        for at in range(0, len(content), PART):
            path = f"/api/sync/v1/files/{item['id']}/{about(content)['sha256']}?offset={at}"
            self._post(path, content[at : at + PART], "application/octet-stream")

    def _post(self, path: str, body: bytes, kind: str) -> bytes:
        headers = {"Content-Type": kind, "X-CSRFToken": self.session()["csrf"]}
        request = urllib.request.Request(self.address + path, body, headers)
        return self._opener.open(request).read()


def about(content: bytes) -> dict:
    sha256 = hashlib.sha256(content).hexdigest()
    return {"sha256": sha256, "size": len(content), "type": "image/jpeg"}
