"""What of a person's reports lies on the phone for reading without a network."""

import pytest

from feedback import triage
from feedback.models import Report

pytestmark = pytest.mark.django_db


def saved_paths(client) -> list[str]:
    docs = client.get("/offline/en/manifest.json").json()["docs"]
    return [doc["u"] for doc in docs if doc.get("own")]


def saved_text(client, path: str) -> str:
    docs = client.get("/offline/en/manifest.json").json()["docs"]
    [entry] = [doc for doc in docs if doc["u"] == path]
    return client.get(f"/offline/en/docs?h={entry['h']}").json()["docs"][0]["m"]


def test_thread_with_its_answer_is_saved(as_, officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, seen=report.version, text="ຂຽນຕາມບັດ.", state="answered")

    text = saved_text(as_(officer), f"/en/feedback/{report.code.lower()}/")

    assert "ຂຽນຕາມບັດ." in text
    assert "<form" not in text
    assert "open this page with a connection" in text


def test_saving_a_thread_does_not_count_as_reading_it(as_, officer, reviewer, report_of):
    report = report_of(officer)
    triage.reply(report, actor=reviewer, seen=report.version, text="ຂຽນຕາມບັດ.", state="answered")
    client = as_(officer)

    saved_paths(client)
    before = Report.objects.get(pk=report.pk).has_news
    client.get(f"/en/feedback/{report.code.lower()}/")

    assert (before, Report.objects.get(pk=report.pk).has_news) == (True, False)


def test_sensitive_thread_is_not_saved(as_, officer, report_of):
    secret, plain = report_of(officer, sensitive=True), report_of(officer)

    paths = saved_paths(as_(officer))

    assert f"/en/feedback/{plain.code.lower()}/" in paths
    assert f"/en/feedback/{secret.code.lower()}/" not in paths


def test_thread_of_another_is_not_saved(as_, officer, colleague, report_of):
    other = report_of(colleague)

    assert f"/en/feedback/{other.code.lower()}/" not in saved_paths(as_(officer))
