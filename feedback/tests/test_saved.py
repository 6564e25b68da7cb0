"""What of a person's reports lies on the phone for reading without a network."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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
    assert 'data-outbox="feedback.outcome"' in text
    assert 'data-outbox="feedback.addition"' in text


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


def test_threads_that_are_known_cost_the_same_whatever_their_number(as_, officer, report_of):
    client = as_(officer)
    costs = []
    for count in (1, 4):
        codes = [report_of(officer).code.lower() for _ in range(count)]
        paths = saved_paths(client)
        with CaptureQueriesContext(connection) as found:
            assert saved_paths(client) == paths
        costs.append(len(found))
        assert {f"/en/feedback/{code}/" for code in codes} <= set(paths)

    assert costs[0] == costs[1]


def test_known_thread_is_rendered_anew_with_each_message(as_, officer, reviewer, report_of):
    report = report_of(officer)
    client, path = as_(officer), f"/en/feedback/{report.code.lower()}/"
    before = saved_text(client, path)

    triage.reply(report, actor=reviewer, seen=report.version, text="ຂຽນຕາມບັດ.", state="answered")

    assert "ຂຽນຕາມບັດ." not in before
    assert "ຂຽນຕາມບັດ." in saved_text(client, path)
