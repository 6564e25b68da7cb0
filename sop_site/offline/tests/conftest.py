"""A kind of item that only these tests know, and a phone that sends."""

import uuid

import pytest
from django.utils import timezone

from sop_site.offline import inbox, kinds

from .phones import handset, keo, pair, running, site, somchai  # noqa: F401


@pytest.fixture
def notes():
    """Registers the kind "test.note": keeps texts in a list, refuses "no", breaks on "crash"."""
    kept = []

    def handler(incoming):
        text = incoming.payload.get("text", "")
        if text == "no":
            raise inbox.Rejected("invalid", "Not this.", "text")
        if text == "crash":
            raise ZeroDivisionError
        kept.append(text)
        return {"length": len(text)}

    def prepare(content):
        if not content.startswith(b"note"):
            raise inbox.Rejected("bad_file", "Not a note.")
        return content.upper()

    files = inbox.Files(
        prepare=prepare, keep=lambda incoming, sha256, content: kept.append(content)
    )
    inbox.register(
        "test.note",
        handler,
        files=files,
        is_restricted=lambda payload: bool(payload.get("secret")),
    )
    yield kept
    kinds._kinds.pop("test.note")


@pytest.fixture
def item():
    """Makes an item as a phone would: item(officer, text="…")."""

    def made(person, payload=None, **changes):
        return {
            "id": str(uuid.uuid4()),
            "kind": "test.note",
            "schema": 1,
            "owner": person.uid,
            "created_at": timezone.now().isoformat(),
            "payload": {"text": "Salt"} if payload is None else payload,
            **changes,
        }

    return made


@pytest.fixture
def phone(as_):
    """Sends items as a signed-in person: phone(officer)(item, item) -> the reply."""

    def of(person, **options):
        client = as_(person, raise_request_exception=False, **options)

        def send(*items, **changes):
            batch = {"protocol": 1, "client_now": timezone.now().isoformat(), "items": list(items)}
            return client.post(
                "/api/sync/v1/items",
                data={**batch, **changes},
                content_type="application/json",
            )

        send.client = client
        return send

    return of
