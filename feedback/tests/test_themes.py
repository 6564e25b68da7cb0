"""Merging and taking apart without loss; one answer to all, each in their language."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.users.models import UserProfile

from feedback import themes, triage, voting
from feedback.models import Phrase, Report, Theme
from feedback.triage import TriageError
from sop_site.officers.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DESK = "/cms/feedback/"


@pytest.fixture
def reviewer(reviewer):
    profile = UserProfile.get_for_user(reviewer)
    profile.preferred_language = "en"
    profile.save()
    return reviewer


@pytest.fixture
def pair(officer, officer_elsewhere, report_of):
    """Two reports on one thing, in Lao and in English, from two provinces."""
    return report_of(officer, language="lo"), report_of(
        officer_elsewhere, language="en", text="Names differ."
    )


def facts(report) -> dict:
    fresh = Report.objects.values().get(pk=report.pk)
    return {**fresh, "votes": list(report.votes.order_by("pk").values())}


def test_two_reports_become_one_theme(pair, reviewer):
    theme = themes.merge(*pair, actor=reviewer)
    again = themes.merge(*pair, actor=reviewer)

    assert (theme, list(theme.reports.order_by("pk"))) == (again, list(pair))
    assert (theme.title_lo, theme.title_en) == ("ເອກະສານ", "Documents")
    assert AuditEntry.objects.of_deed(themes.MERGED).count() == 2


def test_title_is_proposed_by_step_not_by_an_officers_words(officer, report_of, step, reviewer):
    first, other = (report_of(officer, sop="REG-91", step="fill-form") for _ in range(2))

    theme = themes.merge(first, other, actor=reviewer)

    assert theme.title_lo == "REG-91: ຂຽນແບບຟອມຕາມເອກະສານ"
    assert theme.title_en == "REG-91: Fill in the form"


def test_third_report_joins_the_theme(pair, officer, report_of, reviewer):
    theme = themes.merge(*pair, actor=reviewer)

    assert themes.merge(report_of(officer), pair[1], actor=reviewer) == theme
    assert theme.reports.count() == 3


def test_taken_out_again_a_report_is_as_it_was(pair, colleague, reviewer):
    triage.reply(pair[0], actor=reviewer, text="Which form?", state="need_info")
    voting.vote(pair[0], colleague, colleague.district, "ທຸກມື້")
    before = [facts(report) for report in pair]

    themes.merge(*pair, actor=reviewer)
    for report in pair:
        themes.unmerge(report, actor=reviewer)
        themes.unmerge(report, actor=reviewer)

    assert [facts(report) for report in pair] == before
    assert Theme.objects.count() == 0
    assert AuditEntry.objects.of_deed(themes.UNMERGED).count() == 2


def test_sensitive_report_is_never_merged(pair, officer, report_of, lead):
    secret = report_of(officer, sensitive=True)

    with pytest.raises(TriageError, match="stays alone"):
        themes.merge(secret, pair[0], actor=lead)


def test_report_is_not_merged_with_itself_nor_two_themes(pair, officer, report_of, reviewer):
    themes.merge(*pair, actor=reviewer)
    others = report_of(officer), report_of(officer)
    themes.merge(*others, actor=reviewer)

    for one, other in ((pair[0], pair[0]), (pair[0], others[0])):
        with pytest.raises(TriageError):
            themes.merge(one, other, actor=reviewer)


def test_theme_without_a_title_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(title_lo="ກ", title_en="")


def test_votes_add_up_by_place_and_a_person_counts_once(pair, colleague, make_person, reviewer):
    theme = themes.merge(*pair, actor=reviewer)
    elsewhere = make_person("LS-V", "officer", district="1602")
    for report, person in ((pair[0], colleague), (pair[1], colleague), (pair[1], elsewhere)):
        voting.vote(report, person, person.district, "")

    rows = themes.votes_by_place(theme)

    assert {(row["place"].code, row["number"]) for row in rows} == {("0601", 1), ("1602", 1)}


def test_all_senders_hear_in_their_language(pair, officer, report_of, reviewer):
    theme = themes.merge(*pair, actor=reviewer)
    closed = report_of(officer)
    triage.reply(closed, actor=reviewer, text="x", state="answered")
    triage.close(closed, actor=reviewer, outcome="solved")
    themes.merge(closed, pair[0], actor=reviewer)

    texts = {"lo": "ໃຊ້ແບບ 7.", "en": "Use form 7."}
    sent = themes.answer(theme.reports.all(), actor=reviewer, texts=texts, state="answered")

    assert sent == 2
    assert [report.messages.get().text for report in pair] == ["ໃຊ້ແບບ 7.", "Use form 7."]
    assert set(theme.reports.values_list("state", flat=True)) == {"answered", "closed_solved"}


@pytest.mark.parametrize("texts", [{"lo": "ໃຊ້"}, {"lo": "ໃຊ້", "en": "Ask {office}"}, {}])
def test_nobody_is_answered_where_one_would_read_nothing(pair, reviewer, texts):
    theme = themes.merge(*pair, actor=reviewer)

    with pytest.raises(TriageError):
        themes.answer(theme.reports.all(), actor=reviewer, texts=texts, state="answered")

    assert {report.messages.count() for report in pair} == {0}


def test_desk_suggests_merges_and_takes_out(as_, pair, officer, report_of, reviewer):
    twin, client = report_of(officer), as_(reviewer)
    address = f"{DESK}{pair[0].code.lower()}/"
    offered = [one.report for one in client.get(address).context["alike"]]

    client.post(address + "merge/", {"other": twin.code})
    page = client.get(address).content.decode()
    theme = Theme.objects.get()
    client.post(address + "unmerge/")

    assert offered == [twin]
    assert f"/cms/feedback/themes/{theme.pk}/" in page
    assert list(theme.reports.all()) == [twin]


def test_answer_is_shown_before_it_is_sent(as_, pair, reviewer):
    theme, client = themes.merge(*pair, actor=reviewer), as_(reviewer)
    address = f"{DESK}themes/{theme.pk}/answer/"
    words = {"text_lo": "ໃຊ້ແບບ 7.", "text_en": "Use form 7.", "state": "answered"}

    preview = client.post(address, words).context["preview"]
    unsent = Report.objects.filter(state="received").count()
    seen = [f"{reply.report.pk}:{reply.report.version}" for reply in preview]
    client.post(address, {**words, "seen": seen, "yes": "1"})

    assert [reply.text for reply in preview] == ["ໃຊ້ແບບ 7.", "Use form 7."]
    assert (unsent, Report.objects.filter(state="answered").count()) == (2, 2)


def test_phrase_is_filled_in_for_each_sender(pair, reviewer, lead):
    theme = themes.merge(*pair, actor=reviewer)
    for report, holder in zip(pair, (reviewer, lead), strict=True):
        triage.assign(report, actor=lead, to=holder)
    texts = {"lo": "{owner} ເບິ່ງ", "en": "{owner} looks"}

    found = themes.replies(theme.reports.order_by("pk"), texts)

    assert [one.text for one in found] == [f"{reviewer.name} ເບິ່ງ", f"{lead.name} looks"]


def test_theme_offers_the_saved_phrases_in_both_languages(as_, pair, reviewer):
    theme = themes.merge(*pair, actor=reviewer)
    texts = {"text_lo": "ຂອບໃຈ", "text_en": "Thank you"}
    Phrase.objects.create(key="thanks", title_lo="ຂອບໃຈ", title_en="Thanks", **texts)

    page = as_(reviewer).get(f"{DESK}themes/{theme.pk}/").content.decode()

    assert '<p lang="lo" data-phrase-text>ຂອບໃຈ</p>' in page
    assert '<p lang="en" data-phrase-text>Thank you</p>' in page


@pytest.mark.parametrize(("state", "said"), [("passed_on", "to whom"), ("", "choose a state")])
def test_what_cannot_be_sent_is_said_before_the_preview(as_, pair, reviewer, state, said):
    theme, client = themes.merge(*pair, actor=reviewer), as_(reviewer)
    words = {"text_lo": "ໃຊ້", "text_en": "Use form 7.", "state": state}

    page = client.post(f"{DESK}themes/{theme.pk}/answer/", words, headers={"accept-language": "en"})

    assert page.status_code == 422
    assert said in page.content.decode()


def test_answer_to_what_moved_meanwhile_is_not_sent(as_, pair, reviewer, lead):
    theme, client = themes.merge(*pair, actor=reviewer), as_(reviewer)
    words = {"text_lo": "ໃຊ້", "text_en": "Use form 7.", "state": "answered", "yes": "1"}
    seen = [f"{report.pk}:0" for report in pair]
    triage.reply(pair[0], actor=lead, text="Already said", state="not_now")

    page = client.post(f"{DESK}themes/{theme.pk}/answer/", {**words, "seen": seen})

    assert page.status_code == 422
    assert "Use form 7.</textarea>" in page.content.decode()
    assert [report.messages.count() for report in pair] == [1, 0]


def test_title_is_written_in_both_languages(as_, pair, reviewer):
    theme, client = themes.merge(*pair, actor=reviewer), as_(reviewer)
    address = f"{DESK}themes/{theme.pk}/"

    refused = client.post(address, {"title_lo": "ຊື່ບໍ່ຄືກັນ", "title_en": ""})
    client.post(address, {"title_lo": "ຊື່ບໍ່ຄືກັນ", "title_en": "Names differ"})

    assert refused.status_code == 422
    assert Theme.objects.get().title("en") == "Names differ"


def test_coordinator_sees_a_theme_with_the_own_reports_alone(as_, pair, reviewer, coordinator):
    theme = themes.merge(*pair, actor=reviewer)
    client = as_(coordinator)

    page = client.get(f"{DESK}themes/{theme.pk}/")
    client.post(f"{DESK}themes/{theme.pk}/", {"title_lo": "x", "title_en": "x"})
    themes.unmerge(pair[0], actor=reviewer)

    assert [report.pk for report in page.context["reports"]] == [pair[0].pk]
    assert Theme.objects.get().title_en != "x"
    assert client.get(f"{DESK}themes/{theme.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_themes_takes_the_same_queries(
    as_, officer, report_of, reviewer, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        themes.merge(report_of(officer), report_of(officer), actor=reviewer)
    client = as_(reviewer)
    client.get(DESK + "themes/")

    with django_assert_max_num_queries(12):
        client.get(DESK + "themes/")
