"""Reports as officers send them, and an SOP with two steps to send them about."""

import io
import uuid
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.timezone import localdate
from PIL import Image

from feedback.models import Report
from feedback.receiving import KIND
from sop_pages.models import SOP, Step
from sop_site.offline import inbox
from sop_site.offline.tests.phones import (  # noqa: F401  a running site, and phones before it
    handset,
    keo,
    pair,
    running,
    site,
    somchai,
)


@pytest.fixture
def sop(db):
    return SOP.objects.create(code="REG-91")


@pytest.fixture
def step(sop):
    return Step.objects.create(
        sop=sop,
        block_id=sop.block_id("fill-form"),
        key="fill-form",
        kind="step",
        number=5,
        title_lo="ຂຽນແບບຟອມຕາມເອກະສານ",
        title_en="Fill in the form",
    )


@pytest.fixture
def payload():
    """Makes a payload: payload(severity="stops")."""

    def made(**changes):
        return {"category": "documents", "text": "ຊື່ໃນບັດ ບໍ່ຄືກັນ.", **changes}

    return made


@pytest.fixture
def report_of(payload):
    """Sends a report and returns it: report_of(officer, sensitive=True)."""

    def made(person, **changes):
        outcome = inbox.deliver(person, KIND, payload(**changes), item_id=uuid.uuid4())
        assert outcome.status == "stored", outcome
        return Report.objects.get(code=outcome.receipt)

    return made


@pytest.fixture
def photo():
    """The bytes of a photo: photo((640, 480), "PNG")."""

    def made(size=(64, 48), kind="JPEG", **options):
        out = io.BytesIO()
        Image.new("RGB", size, "green").save(out, kind, **options)
        return out.getvalue()

    return made


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def make_late():
    """Puts a report's due date back: make_late(report, 9)."""

    def late(report, days):
        due = localdate() - timedelta(days=days)
        Report.objects.filter(pk=report.pk).update(due=due)
        return report

    return late


@pytest.fixture
def at(monkeypatch):
    """The clock at noon of another day in Vientiane: `with at(day): …`."""

    @contextmanager
    def moved(day):
        moment = datetime.combine(day, time(12), ZoneInfo("Asia/Vientiane"))
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: moment)
            yield

    return moved
