import json
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Report, StateChange
from feedback.receiving import KIND
from sop_site.offline import inbox
from sop_site.offline.kinds import kind_of
from sop_site.offline.models import InboxItem

pytestmark = pytest.mark.django_db


def send(person, payload):
    return inbox.deliver(person, KIND, payload, item_id=uuid.uuid4())


def test_report_carries_step_language_and_place(officer, step, payload):
    outcome = send(
        officer,
        payload(
            sop="REG-91",
            step="fill-form",
            language="en",
            release="1.0",
            severity="stops",
            how_often="weekly",
            proposal="A list",
            channel="paper",
        ),
    )

    report = Report.objects.get()
    assert (report.code, report.sop_code, report.step) == (outcome.receipt, "REG-91", step)
    assert (report.step_title, report.release) == ("Fill in the form", "1.0")
    assert report.shown == {"number": 5, "lo": step.title_lo, "en": step.title_en}
    assert (report.district, report.province_id) == (officer.district, "06")
    assert (report.language, report.channel, report.state) == ("en", "paper", "received")
    assert outcome.result == {
        "report": report.code,
        "state": "received",
        "due": report.due.isoformat(),
    }
    assert StateChange.objects.values_list("before", "after").get() == ("", "received")


def test_signs_that_turn_the_writing_leave_the_words(officer, payload):
    turned = "\u202eabc\u202c \u2067ໜ້າ\u2069\u200f"
    said = {"text": f"ຂໍ້\u200bຄວາມ\u200c {turned}\r\n2", "proposal": turned, "searched": turned}

    send(officer, payload(**said))

    report = Report.objects.get()
    assert report.text == "ຂໍ້\u200bຄວາມ\u200c abc ໜ້າ\n2"
    assert (report.proposal, report.searched) == ("abc ໜ້າ", "abc ໜ້າ")


def test_report_on_an_sop_that_is_gone_is_kept(officer, payload):
    send(officer, payload(sop="OLD-01", step="lost", searched="ບັດ"))

    report = Report.objects.get()
    assert (report.sop, report.sop_code, report.step_key) == (None, "OLD-01", "lost")
    assert report.searched == "ບັດ"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"category": None}, "required", "category"),
        ({"category": "weather"}, "bad_value", "category"),
        ({"category": 3}, "bad_type", "category"),
        ({"text": None}, "required", "text"),
        ({"text": ["x"]}, "bad_type", "text"),
        ({"text": " \n\t"}, "blank", "text"),
        ({"text": "\u200b\u200d\ufeff"}, "blank", "text"),
        ({"text": "\x00"}, "blank", "text"),
        ({"text": "ກ" * 5001}, "too_long", "text"),
        ({"text": "x" * 60_000}, "too_long", "text"),
        ({"proposal": "x" * 5001}, "too_long", "proposal"),
        ({"severity": "very"}, "bad_value", "severity"),
        ({"how_often": "always"}, "bad_value", "how_often"),
        ({"visibility": "nobody"}, "bad_value", "visibility"),
        ({"sensitive": "yes"}, "bad_type", "sensitive"),
        ({"channel": "pigeon"}, "bad_value", "channel"),
        ({"language": "fr"}, "bad_value", "language"),
        ({"district": "9999"}, "bad_value", "district"),
        ({"sop": "x" * 21}, "too_long", "sop"),
    ],
)
def test_faulty_payload_is_refused_with_its_field(officer, payload, changes, code, field):
    outcome = send(officer, payload(**changes))

    assert (outcome.status, outcome.code, outcome.field) == ("rejected", code, field)
    assert outcome.message
    assert Report.objects.count() == 0
    assert InboxItem.objects.get().state == "rejected"


def test_text_of_the_full_length_is_stored(officer, payload):
    send(officer, payload(text="ກ" * 5000))

    assert len(Report.objects.get().text) == 5000


def test_text_is_kept_as_typed(officer, payload):
    typed = '<script>alert(1)</script> =HYPERLINK("x") [a](javascript:x)'

    send(officer, payload(text=typed))

    assert Report.objects.get().text == typed


def test_safety_goes_the_sensitive_way_whatever_else_is_said(officer, payload):
    send(officer, payload(category="safety"))
    send(officer, payload(category="safety", sensitive=False))
    send(officer, payload(sensitive=True))

    found = Report.objects.order_by("pk").values_list("sensitive", "item__restricted")
    assert list(found) == [(True, True), (True, True), (True, True)]


def test_sensitive_report_tells_the_phone_to_let_go(officer, payload):
    assert send(officer, payload(sensitive=True)).result["let_go"] is True


def test_refused_sensitive_payload_is_restricted_too(officer, payload):
    send(officer, payload(sensitive="perhaps"))

    assert InboxItem.objects.get().restricted is True


def test_four_photos_are_refused(officer, payload):
    files = [inbox.Attachment(f"{n:064x}", 9, "image/jpeg") for n in range(4)]

    outcome = inbox.deliver(officer, KIND, payload(), files=files)

    assert (outcome.code, outcome.field) == ("too_many_files", "files")


def test_photo_is_stored_clean(officer, payload, photo):
    content = photo()

    inbox.deliver(
        officer, KIND, payload(), files=[inbox.Attachment("a" * 64, 9, "image/jpeg", content)]
    )

    kept = Report.objects.get().photos.get()
    assert (kept.width, kept.height, kept.sha256) == (64, 48, "a" * 64)
    assert "photo" not in kept.image.name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["category", "text", "sensitive", "sop", "district", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
NAMES = ["category", "text", "severity", "sop", "step", "district", "visibility", "sensitive"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON | st.just("documents"), max_size=6) | JSON)
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_garbage_is_answered_and_never_half_stored(phone_of_officer, garbage):
    before = Report.objects.count()

    reply = phone_of_officer(garbage)

    assert reply.status_code == 200, json.dumps(garbage)
    result = reply.json()["results"][0]
    assert result["status"] in {"stored", "rejected"}
    assert Report.objects.count() - before == (result["status"] == "stored")
    assert InboxItem.objects.filter(state="failed").count() == 0


@pytest.fixture
def phone_of_officer(as_, officer):
    """Sends one payload through the endpoint."""
    client = as_(officer, raise_request_exception=False)

    def sent(garbage):
        item = {
            "id": str(uuid.uuid4()),
            "kind": KIND,
            "owner": officer.uid,
            "payload": garbage,
        }
        batch = {"protocol": 1, "client_now": "2026-11-23T10:00:00Z", "items": [item]}
        return client.post("/api/sync/v1/items", batch, content_type="application/json")

    return sent


@pytest.mark.parametrize(
    ("visibility", "kept"),
    [("normal", False), ("hide_from_province", False), ("hide_from_all", True)],
)
def test_inbox_keeps_the_name_that_its_sender_keeps(visibility, kept):
    assert kind_of("feedback.report").keeps_name({"visibility": visibility}) is kept
