import pytest

from feedback import queue, triage
from feedback.models import Phrase, Report, Tag, Vote
from sop_pages import home
from sop_pages.models import Step

pytestmark = pytest.mark.django_db
DESK = "/cms/feedback/"
# Session, person, groups, permissions' two, Wagtail's four, the inbox's number; who has how many,
# the filters' choices, public holidays, reports, their tags.
DESK_QUERIES = 15


def codes(page) -> list[str]:
    return [report.code for report in page.context["page"]]


@pytest.mark.parametrize("person", ["officer", "observer"])
def test_desk_is_closed_to_officers(as_, request, person):
    reply = as_(request.getfixturevalue(person)).get(DESK)

    assert (reply.status_code, "feedback-queue" in reply.content.decode()) == (403, False)


def test_late_reports_come_first_and_closed_ones_never(
    as_, officer, reviewer, report_of, make_late
):
    fresh, later = report_of(officer), report_of(officer)
    late, latest = make_late(report_of(officer), 1), make_late(report_of(officer), 9)
    answered, closed = report_of(officer), report_of(officer)
    triage.reply(answered, actor=reviewer, text="Form 7", state="answered")
    triage.reply(closed, actor=reviewer, text="Form 7", state="answered")
    triage.close(closed, actor=reviewer, outcome="solved")

    found = codes(as_(reviewer).get(DESK))

    assert found == [latest.code, late.code, later.code, fresh.code, answered.code]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("category=access", ["a"]),
        ("severity=stops", ["b"]),
        ("province=16", ["c"]),
        ("place=16", ["c"]),
        ("place=1601", ["c"]),
        ("sop=REG-91", ["d"]),
        ("sop=REG-91&step=fill-form", ["d"]),
        ("sop=REG-91&step=other", []),
        ("step=other", ["e", "d", "c", "b", "a"]),
        ("q=needle", ["e"]),
        ("q=NEEDLE+hay", ["e"]),
        ("q=ໜຶ່ງ", ["c"]),
        ("q=ນໍ້າ", ["c"]),
        ("mine=1", ["b"]),
        ("whose=me", ["b"]),
        ("whose=nobody", ["a", "c", "d", "e"]),
        ("whose=999999", []),
        ("tag=999999", []),
        ("state=looking", ["b"]),
        ("state=late", ["a"]),
        ("state=nonsense&category=nonsense&province=%00&p=x", ["e", "d", "c", "b", "a"]),
    ],
)
def test_filters_stand_in_the_address(
    as_, officer, officer_elsewhere, reviewer, report_of, step, make_late, query, expected
):
    reports = {
        "a": make_late(report_of(officer, category="access"), 3),
        "b": report_of(officer, severity="stops"),
        "c": report_of(officer_elsewhere, text="ນ້ຳຫນຶ່ງໂຕກ"),
        "d": report_of(officer, sop="REG-91", step="fill-form"),
        "e": report_of(officer, text="A needle in hay"),
    }
    triage.assign(reports["b"], actor=reviewer, to=reviewer)

    found = codes(as_(reviewer).get(f"{DESK}?{query}"))

    assert sorted(found) == sorted(reports[name].code for name in expected)


def test_address_of_another_province_shows_nothing_more(
    as_, officer, officer_elsewhere, coordinator, report_of
):
    own, other = report_of(officer), report_of(officer_elsewhere)

    assert codes(as_(coordinator).get(DESK)) == [own.code]
    assert codes(as_(coordinator).get(DESK + "?province=16")) == []
    assert as_(coordinator).get(f"{DESK}{other.code.lower()}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_takes_the_same_queries(
    as_, officer, lead, reviewer, report_of, step, django_assert_num_queries, rows
):
    for _ in range(rows):
        report = report_of(officer, sop="REG-91", step="fill-form")
        triage.assign(report, actor=reviewer, to=reviewer)
    client = as_(reviewer)
    client.get(DESK)

    with django_assert_num_queries(DESK_QUERIES):
        client.get(DESK)


@pytest.mark.parametrize("language", ["lo", "en"])
def test_step_is_called_as_its_reader_calls_it(as_, officer, reviewer, report_of, step, language):
    """Whatever language it was reported in; the step may be gone by then."""
    other = "en" if language == "lo" else "lo"
    report = report_of(officer, sop="REG-91", step="fill-form", language=other)
    Step.objects.all().delete()
    address = report.code.lower()

    pages = [
        as_(reviewer).get(f"{DESK}{address}/", headers={"accept-language": language}),
        as_(officer).get(f"/{language}/feedback/{address}/"),
    ]

    for page in pages:
        text = page.content.decode()
        assert (step.title(language) in text, step.title(other) in text) == (True, False)


@pytest.mark.parametrize("language", ["lo", "en"])
def test_queue_calls_a_step_as_its_reader_calls_it(
    as_, officer, reviewer, report_of, step, language
):
    report_of(officer, sop="REG-91", step="fill-form", language="lo")
    report_of(officer, sop="REG-91", step="fill-form", language="en")

    text = as_(reviewer).get(DESK, headers={"accept-language": language}).content.decode()

    assert text.count(step.title(language)) == 2


def test_reviewer_answers_and_the_officer_reads_it(as_, officer, reviewer, report_of):
    report = report_of(officer)
    address = f"{DESK}{report.code.lower()}/"

    reply = as_(reviewer).post(
        address + "reply/", {"text": "Use *form 7*.", "state": "answered", "version": "0"}
    )

    assert reply["Location"] == address
    assert "Use <em>form 7</em>." in (
        as_(officer).get(f"/en/feedback/{report.code.lower()}/").content.decode()
    )


def test_stale_reply_is_said_and_kept(as_, officer, reviewer, lead, report_of):
    report = report_of(officer)
    triage.reply(report, actor=lead, text="Already done", state="answered")

    page = as_(reviewer).post(
        f"{DESK}{report.code.lower()}/reply/",
        {"text": "My long reply", "state": "looking", "version": "0"},
    )

    assert page.status_code == 422
    assert "My long reply</textarea>" in page.content.decode()
    assert report.messages.count() == 1


@pytest.mark.parametrize("deed", ["reply", "note", "assign", "close"])
def test_trainer_reads_but_does_nothing(as_, officer, trainer, report_of, deed, monkeypatch):
    report = report_of(officer)
    monkeypatch.setattr(
        "feedback.models.queries.sops_of", lambda user: Report.objects.values("sop")
    )

    reply = as_(trainer).post(f"{DESK}{report.code.lower()}/{deed}/", {"text": "x"})

    assert reply.status_code in {302, 404}
    assert Report.objects.get().version == 0
    assert report.messages.count() == 0


@pytest.mark.parametrize("deed", ["assign", "close"])
def test_coordinator_neither_assigns_nor_closes(as_, officer, coordinator, report_of, deed):
    report = report_of(officer)

    reply = as_(coordinator).post(
        f"{DESK}{report.code.lower()}/{deed}/", {"to": "me", "outcome": "solved"}
    )

    assert Report.objects.get().version == 0
    assert reply.status_code in {302, 403}


@pytest.mark.parametrize("deed", ["reply", "note", "assign", "close", "name"])
def test_deeds_need_a_post(as_, reviewer, officer, report_of, deed):
    report = report_of(officer)

    assert as_(reviewer).get(f"{DESK}{report.code.lower()}/{deed}/").status_code == 405


def test_phrases_stand_in_the_reports_language(as_, officer, reviewer, report_of):
    Phrase.objects.create(
        key="x",
        title_lo="ກ",
        title_en="Received",
        text_lo="ຕອບ {due_date}",
        text_en="By {due_date}",
    )
    report = report_of(officer, language="en")

    text = as_(reviewer).get(f"{DESK}{report.code.lower()}/").content.decode()

    assert f"By {report.due:%d/%m/%Y}" in text


def test_assigning_to_nobody_known_is_refused(as_, officer, reviewer, report_of):
    report = report_of(officer)

    page = as_(reviewer).post(f"{DESK}{report.code.lower()}/assign/", {"to": "999999"})

    assert page.status_code == 422


def test_home_counts_all_news_though_few_have_a_line(as_, officer, reviewer, report_of):
    for _ in range(5):
        triage.reply(report_of(officer), actor=reviewer, text="Form 7", state="answered")

    page = as_(officer).get("/en/")

    assert page.context["news"] == 5
    assert "2 more have news" in page.content.decode()


def test_home_rows_of_sender_and_desk(rf, officer, reviewer, report_of, make_late):
    report = make_late(report_of(officer), 2)
    report_of(officer)
    triage.reply(report, actor=reviewer, text="Form 7", state="need_info")
    request = rf.get("/en/")

    request.user = officer
    sent = [row for row in home.rows(request) if row.group == "sent"]
    request.user = reviewer
    waits = [row for row in home.rows(request) if row.url == DESK]

    assert [(row.is_new, row.state) for row in sent] == [(True, "todo"), (False, "")]
    assert [row.state for row in waits] == [""]


def test_small_district_finds_no_report_whose_sender_keeps_the_name(
    as_, officer, reviewer, report_of
):
    hidden, named = report_of(officer, visibility="hide_from_all"), report_of(officer)
    client = as_(reviewer)

    assert codes(client.get(f"{DESK}?place={officer.district_id}")) == [named.code]
    assert codes(client.get(f"{DESK}?place={officer.province_id}")) == [named.code, hidden.code]


def test_row_says_how_many_say_here_too_and_its_tags(
    as_, officer, colleague, officer_elsewhere, reviewer, report_of
):
    report = report_of(officer)
    Vote.objects.bulk_create(
        Vote(report=report, voter=person) for person in (colleague, officer_elsewhere)
    )
    tag = Tag.objects.create(name="forms", folded="forms")
    report.tags.add(tag)

    [row] = as_(reviewer).get(f"{DESK}?tag={tag.pk}").context["page"]

    assert (row.here_too, [str(tag) for tag in row.tags.all()]) == (2, ["forms"])


def test_filter_says_who_has_how_many(as_, officer, reviewer, lead, report_of):
    for person in (reviewer, reviewer, lead):
        triage.assign(report_of(officer), actor=lead, to=person)
    report_of(officer)

    page = as_(reviewer).get(DESK + "?whose=me")

    found = {one.key: one.number for one in page.context["holders"]}
    assert found == {"nobody": 1, str(reviewer.pk): 2, str(lead.pk): 1}
    assert page.context["page"].paginator.count == 2


def test_next_report_is_the_next_of_the_same_filter(officer, reviewer, report_of, make_late):
    first, second, third = (make_late(report_of(officer), days) for days in (9, 5, 1))
    triage.assign(second, actor=reviewer, to=reviewer)
    all_of_them, mine = queue.Filters(), queue.Filters(whose="me")

    assert queue.neighbours(reviewer, all_of_them, second) == (first.code, third.code)
    assert queue.neighbours(reviewer, mine, second) == ("", "")
    assert queue.neighbours(reviewer, mine, third) == ("", second.code)


def test_way_back_and_on_stays_after_a_deed(as_, officer, reviewer, report_of, make_late):
    first, second = (make_late(report_of(officer, category="access"), days) for days in (9, 5))
    address = f"{DESK}{first.code.lower()}/"
    client = as_(reviewer)

    done = client.post(address + "note/?back=category%3Daccess", {"text": "Ask"})
    page = client.get(done["Location"])

    assert done["Location"] == address + "?back=category%3Daccess"
    assert (page.context["queue"], page.context["after"]) == ("category=access", second.code)


def test_tags_are_put_on_and_one_that_is_unused_goes(as_, officer, reviewer, report_of):
    address = f"{DESK}{report_of(officer).code.lower()}/tags/"
    client = as_(reviewer)

    client.post(address, {"tags": "forms, Training ,, forms"})
    client.post(address, {"tags": "training"})

    assert [(tag.name, tag.reports.count()) for tag in Tag.objects.all()] == [("Training", 1)]


@pytest.mark.parametrize("tags", ["x" * 41, ",".join(f"t{n}" for n in range(11))])
def test_too_many_and_too_long_tags_are_refused_and_kept(as_, officer, reviewer, report_of, tags):
    page = as_(reviewer).post(f"{DESK}{report_of(officer).code.lower()}/tags/", {"tags": tags})

    assert page.status_code == 422
    assert f'value="{tags}"' in page.content.decode()
    assert Tag.objects.count() == 0


@pytest.mark.parametrize(("query", "is_open"), [("", False), ("?category=access", True)])
def test_filters_stand_open_where_one_is_set(as_, reviewer, query, is_open):
    page = as_(reviewer).get(f"{DESK}{query}").content.decode()

    assert ('<details class="cms-filters-fold cms-fold" open>' in page) is is_open
    assert ('<details class="cms-filters-fold cms-fold">' in page) is not is_open


def test_closing_is_offered_once_there_is_an_answer(as_, officer, reviewer, report_of):
    report = report_of(officer)
    address = f"{DESK}{report.code.lower()}/"
    offer = 'name="outcome"'

    triage.reply(report, actor=reviewer, text="Which form?", state="need_info")
    asked = as_(reviewer).get(address).content.decode()
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")
    answered = as_(reviewer).get(address).content.decode()

    assert (offer in asked, offer in answered) == (False, True)
