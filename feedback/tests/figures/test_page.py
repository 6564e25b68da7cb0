"""The page of figures: who sees what, in how many queries, and what is in no count."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from openpyxl import load_workbook

from feedback import triage, voting
from feedback.models import Report
from sop_site.officers.models import AuditEntry

PAGE = "/cms/feedback/figures/"
# One more where the reader may edit pages: Wagtail asks for the page above them.
QUERIES = 14


@pytest.fixture(autouse=True)
def _english(in_english, settings):
    settings.LANGUAGE_CODE = "en"


def figures_of(client, query=""):
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    return response.context


def received(context, table):
    lines = context["tables"][table].lines
    return {line.key: line.figures.received for line in lines if line.figures.received}


def test_reviewer_sees_what_came_and_what_became_of_it(as_, officer, reviewer, report_of, step):
    answered = report_of(officer, sop="REG-91", step="fill-form")
    triage.reply(answered, actor=reviewer, text="So.", state="changed", seen=None)
    report_of(officer, category="money")

    context = figures_of(as_(reviewer))

    found = context["all"]
    assert (found.received, found.answered, found.in_time, found.changed) == (2, 1, 1, 1)
    assert received(context, "provinces") == {"06": 2}
    assert received(context, "steps") == {step.pk: 1}
    assert received(context, "categories") == {"documents": 1, "money": 1}
    assert context["said"][0] == "1 of 1 report was answered in time (100%)."


def test_sensitive_report_is_in_no_count(as_, officer, reviewer, lead, report_of):
    report_of(officer, sensitive=True)

    assert figures_of(as_(reviewer))["all"].received == 0
    context = figures_of(as_(lead))
    assert (context["all"].received, context["on_marked_route"]) == (0, 1)
    assert figures_of(as_(reviewer))["on_marked_route"] is None


@pytest.mark.parametrize("query", ["", "province=16", "province=&sop="])
def test_coordinator_sees_the_own_province_whatever_is_asked(
    as_, officer, officer_elsewhere, coordinator, report_of, query
):
    report_of(officer)
    report_of(officer_elsewhere)

    context = figures_of(as_(coordinator), query)

    assert context["scope"].province == "06"
    assert context["all"].received == 1
    assert received(context, "districts") == {"0601": 1}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("province=16", 1),
        ("category=money", 1),
        ("sop=REG-91", 1),
        ("category=nonsense", 3),
        ("since=2020-01-01&until=2020-12-31", 0),
        ("since=x&until=", 3),
        ("since=0001-01-01", 3),
    ],
)
def test_address_narrows_the_figures(
    as_, officer, officer_elsewhere, reviewer, report_of, step, query, expected
):
    report_of(officer, sop="REG-91", step="fill-form")
    report_of(officer, category="money")
    report_of(officer_elsewhere)

    assert figures_of(as_(reviewer), query)["all"].received == expected


def test_small_district_is_not_told_where_a_name_is_kept_back(
    as_, officer, reviewer, report_of, make_person
):
    report_of(officer, visibility="hide_from_province")
    report_of(officer)

    assert received(figures_of(as_(reviewer), "province=06"), "districts") == {"0601": 1, "": 1}

    for number in range(5):
        make_person(f"LS-9{number}", "officer", district="0601")

    assert received(figures_of(as_(reviewer), "province=06"), "districts") == {"0601": 2}


def test_votes_stand_beside_and_make_a_topic_rise(
    as_, officer, officer_elsewhere, colleague, reviewer, report_of
):
    reports = [report_of(person) for person in (officer, officer_elsewhere)]
    voting.vote(reports[0], colleague, colleague.district, "")

    context = figures_of(as_(reviewer))

    (line,) = [one for one in context["tables"]["categories"].lines if one.key == "documents"]
    assert line.here_too == 1
    assert [one["name"] for one in context["rising"]] == ["Documents"]


@pytest.mark.parametrize("rows", [1, 4])
def test_page_takes_the_same_queries(
    as_, officer, reviewer, report_of, step, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        for _ in range(3):
            report_of(officer, sop="REG-91", step="fill-form")
    client = as_(reviewer)
    client.get(PAGE)

    with django_assert_max_num_queries(QUERIES):
        client.get(PAGE)


def test_report_that_waited_too_long_is_late(as_, officer, reviewer, report_of):
    report = report_of(officer)
    Report.objects.filter(pk=report.pk).update(received_at=timezone.now() - timedelta(days=40))

    context = figures_of(as_(reviewer), f"since={localdate() - timedelta(days=60)}")

    assert (context["all"].decided, context["all"].late) == (1, 1)
    assert [count for _label, count in context["ages"]["lines"]] == [0, 0, 1, 0]


@pytest.mark.parametrize("person", ["officer", "trainer", "observer"])
def test_others_see_no_numbers(as_, request, person):
    assert as_(request.getfixturevalue(person)).get(PAGE).status_code in (302, 403)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_file_holds_the_same_and_the_log_who_took_it(as_, officer, reviewer, report_of, kind):
    report_of(officer)
    report_of(officer, sensitive=True)

    response = as_(reviewer).get(f"{PAGE}all.{kind}?province=06")

    rows = lines_of(response.content, kind)
    assert ["0601", "Luang Prabang First", "1", "0", "0"] in [row[:5] for row in rows]
    (entry,) = AuditEntry.objects.of_deed("feedback_figures.exported")
    assert (entry.actor_id, entry.subject_id, entry.facts["province"]) == (reviewer.pk, kind, "06")


def lines_of(content, kind):
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    book = load_workbook(io.BytesIO(content))
    return [
        [str(value) for value in line] for page in book for line in page.iter_rows(values_only=True)
    ]


def test_coordinator_takes_the_own_province_only(as_, officer_elsewhere, coordinator, report_of):
    report_of(officer_elsewhere, text="x")

    response = as_(coordinator).get(f"{PAGE}all.csv?province=16")

    assert not any(row[:1] == ["1601"] for row in lines_of(response.content, "csv"))


def test_small_plots_are_named_and_their_numbers_in_a_table(as_, officer, reviewer, report_of):
    report_of(officer, category="money")

    html = as_(reviewer).get(PAGE).content.decode()

    assert '<title id="small-money">Money</title>' in html
    assert 'aria-labelledby="small-money"' in html
    assert "Category by month" in html
