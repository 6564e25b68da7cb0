"""One deed on many reports: what senders would read, then each done against what was seen."""

import pytest

from feedback import bulk, triage
from feedback.bulk import Chosen
from feedback.models import Report, StateChange, Tag, Theme
from feedback.triage import TriageError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MANY = "/cms/feedback/many/"


@pytest.fixture
def two(officer, colleague, report_of):
    """A report in Lao and one in English."""
    return [report_of(officer, language="lo"), report_of(colleague, language="en")]


def seen(reports) -> list[Chosen]:
    return [Chosen(report, report.version) for report in reports]


def form(reports, deed, **more) -> dict:
    rows = [f"{report.pk}:{report.version}" for report in reports]
    return {"report": rows, "deed": deed, "back": "state=all", **more}


TEXTS = {"texts": {"lo": "ແບບຟອມ 7", "en": "Form 7"}, "state": "answered"}
TYPED = {"text_lo": "ແບບຟອມ 7", "text_en": "Form 7", "state": "answered"}


def test_each_sender_gets_the_answer_in_the_own_language(two, reviewer):
    found = bulk.answer(seen(two), actor=reviewer, **TEXTS)

    assert [report.pk for report in found.done] == [report.pk for report in two]
    assert [report.messages.get().text for report in two] == ["ແບບຟອມ 7", "Form 7"]


def test_one_that_was_changed_meanwhile_is_named_and_the_rest_done(two, reviewer, lead):
    chosen = seen(two)
    triage.reply(two[0], actor=lead, text="ແບບຟອມ 8", state="looking")

    found = bulk.answer(chosen, actor=reviewer, **TEXTS)

    assert [report.pk for report in found.done] == [two[1].pk]
    assert [(left.chosen.report.pk, left.refused) for left in found.left] == [
        (two[0].pk, str(triage.TOO_LATE))
    ]
    assert two[0].messages.get().text == "ແບບຟອມ 8"


def test_nothing_is_sent_where_a_language_has_no_text(two, reviewer):
    with pytest.raises(TriageError, match=f"write it in English too: {two[1].code}"):
        bulk.answer(seen(two), actor=reviewer, texts={"lo": "ກ", "en": " "}, state="answered")

    assert StateChange.objects.exclude(before="").count() == 0


def test_what_is_known_is_filled_in_for_each(officer, step, reviewer, report_of):
    report = report_of(officer, sop="REG-91", step="fill-form", language="en")
    [heard] = bulk.heard_by_answering(
        seen([report]), actor=reviewer, texts={"en": "{sop} by {due_date}"}, state="looking"
    )

    assert heard.text == f"REG-91 by {report.due:%d/%m/%Y}"


def test_who_has_each_is_filled_in(two, reviewer, lead):
    triage.assign(two[0], actor=lead, to=reviewer)
    triage.assign(two[1], actor=lead, to=lead)
    texts = {"lo": "{owner} ເບິ່ງຢູ່", "en": "{owner} is looking at it"}

    bulk.answer(seen(Report.objects.order_by("pk")), actor=lead, texts=texts, state="looking")

    assert [report.messages.last().text for report in two] == [
        f"{reviewer.name} ເບິ່ງຢູ່",
        f"{lead.name} is looking at it",
    ]


def test_closed_one_is_named_before_and_after(two, reviewer):
    triage.reply(two[0], actor=reviewer, text="ກ", state="answered")
    triage.close(two[0], actor=reviewer, outcome="solved")
    now = seen(Report.objects.order_by("pk"))

    heard = bulk.heard_by_answering(now, actor=reviewer, **TEXTS)
    found = bulk.answer(now, actor=reviewer, **TEXTS)

    assert [one.refused for one in heard] == ["This report is closed.", ""]
    assert len(found.done) == len(found.left) == 1


def test_who_waits_for_a_look_hears_of_it_in_the_own_language(two, reviewer, lead):
    triage.reply(two[1], actor=lead, text="Form 7", state="answered")

    heard = bulk.heard_by_assigning(seen(Report.objects.order_by("pk")), reviewer)

    assert reviewer.name in heard[0].text
    assert "looking" not in heard[0].text
    assert heard[1].text == ""


def test_sensitive_one_stays_where_the_person_is_no_lead(officer, lead, reviewer, report_of):
    reports = [report_of(officer, sensitive=True), report_of(officer)]

    heard = bulk.heard_by_assigning(seen(reports), reviewer)
    found = bulk.assign(seen(reports), actor=lead, to=reviewer)

    assert [bool(one.refused) for one in heard] == [True, False]
    assert [report.pk for report in found.done] == [reports[1].pk]


def test_merging_makes_one_theme_or_nothing(officer, reviewer, report_of):
    three = [report_of(officer) for _ in range(3)]
    theme = bulk.merge(seen(three), actor=reviewer)
    assert theme.reports.count() == 3

    hidden, fresh = report_of(officer, sensitive=True), report_of(officer)
    with pytest.raises(TriageError, match="sensitive"):
        bulk.merge(seen([fresh, hidden]), actor=reviewer)
    assert Theme.objects.count() == 1


def test_merging_leads_to_the_theme_for_its_titles(two, as_, reviewer):
    reply = as_(reviewer).post(MANY, form(two, "merge", step="do"))

    assert reply["Location"] == f"/cms/feedback/themes/{Theme.objects.get().pk}/"


def test_tag_twice_in_another_spelling_is_one(two, as_, reviewer):
    client = as_(reviewer)
    for name in ("ນ້ຳ", " ນໍ້າ "):
        client.post(MANY, form(two, "tag", step="do", tag=name))

    assert [tag.reports.count() for tag in Tag.objects.all()] == [2]


def test_preview_sends_nothing_and_sending_leads_back(two, as_, reviewer):
    client = as_(reviewer)

    preview = client.post(MANY, form(two, "answer", step="show", **TYPED))
    assert [one.text for one in preview.context["heard"]] == ["Form 7", "ແບບຟອມ 7"]
    assert Report.objects.filter(state="received").count() == 2

    done = client.post(MANY, form(two, "answer", step="do", **TYPED))
    assert done["Location"] == "/cms/feedback/?state=all"
    assert Report.objects.filter(state="answered").count() == 2


def test_page_after_names_what_is_left_with_its_new_version(two, as_, reviewer, lead):
    asked = form(two, "answer", step="do", **TYPED)
    triage.assign(two[0], actor=lead, to=lead)

    page = as_(reviewer).post(MANY, asked)

    assert page.status_code == 422
    [left] = page.context["heard"]
    assert (left.chosen.report.pk, left.chosen.seen) == (two[0].pk, 1)
    assert "Form 7</textarea>" in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"deed": "answer"},
        {"deed": "answer", "report": ["x", "1", "1:x", "1:2:3", "9" * 30 + ":1"]},
        {"deed": "nonsense", "report": ["1:0"]},
        {"deed": "tag", "report": [f"{n}:0" for n in range(101)]},
    ],
)
def test_what_can_not_be_done_is_said(as_, reviewer, asked):
    page = as_(reviewer).post(MANY, asked, follow=True)

    assert page.redirect_chain == [("/cms/feedback/", 302)]
    assert any(
        "hoose" in str(message) or "ເລືອກ" in str(message) for message in page.context["messages"]
    )


def test_nobody_reaches_reports_of_another_desk(officer, as_, reviewer, report_of):
    hidden = report_of(officer, sensitive=True)

    as_(reviewer).post(MANY, form([hidden], "answer", step="do", **TYPED))

    assert (hidden.messages.count(), Report.objects.get().state) == (0, "received")


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_takes_the_same_queries(
    officer, as_, reviewer, report_of, django_assert_num_queries, rows
):
    reports = [report_of(officer) for _ in range(rows)]
    client = as_(reviewer)
    client.get("/cms/feedback/")

    with django_assert_num_queries(12):
        client.post(MANY, form(reports, "answer", step="show", **TYPED))


def test_deeds_are_called_by_what_they_do_in_lao_too(two, reviewer, as_):
    client = as_(reviewer)
    headers = {"accept-language": "lo"}

    queue = client.get("/cms/feedback/", headers=headers).content.decode()
    form_page = client.post(MANY, form(two, "tag"), headers=headers)

    assert 'value="answer" data-key="r">ຕອບ</button>' in queue
    assert 'value="tag" data-key="t">ຕິດປ້າຍ</button>' in queue
    assert form_page.context["page_title"] == "ຕິດປ້າຍ"


def test_phrase_promises_no_day_that_is_gone_by(two, reviewer, make_late):
    late = make_late(two[1], 1)
    texts = {"en": "You will hear by {due_date}."}

    with pytest.raises(TriageError, match="Please fill in"):
        bulk.heard_by_answering(
            seen([Report.objects.get(pk=late.pk)]), actor=reviewer, texts=texts, state="looking"
        )
