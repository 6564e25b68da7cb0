"""What worked for one officer: ruled by LSSO, tried by others, shown at the step as a tip."""

import pytest
from django.db import IntegrityError, transaction

from feedback import redaction, solutions, telling_solutions, triage
from feedback.models import Solution, Trial
from feedback.solutions import SolutionError, Words
from feedback.telling_solutions import SOLUTION, TRIAL
from sop_pages import tree
from sop_pages.files.importing import import_files
from sop_pages.models import LocalNote, SOPPage
from sop_pages.tips import Tip
from sop_site.offline import inbox

from .test_from_step_to_release import SOP_FILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = Words(
    title_lo="ນັດຕອນແລງ",
    title_en="Meet in the evening",
    text_lo="ນັດຫຼັງແຕ່ງກິນ.",
    text_en="Meet after cooking.",
)


@pytest.fixture
def page(db, tmp_path):
    """REG-07 in Lao, released."""
    tree.ensure_tree()
    path = tmp_path / "REG-07.lo.md"
    path.write_text(SOP_FILE, encoding="utf-8")
    import_files([path], publish=True)
    return SOPPage.objects.get(sop__code="REG-07")


@pytest.fixture
def told(page, officer):
    """told(named=True): what an officer tells of the first step, as it waits for LSSO."""

    def made(person=officer, **changes):
        payload = {"text": "ນັດໃນຕອນແລງ ໄດ້ຜົນ.", "sop": "REG-07", "step": "ask", "language": "lo"}
        outcome = inbox.deliver(person, SOLUTION, payload | changes)
        assert outcome.is_kept, outcome
        return Solution.objects.order_by("-pk").first()

    return made


@pytest.fixture
def tip(told, reviewer):
    return solutions.rule(told(), actor=reviewer, state="allowed", words=WORDS)


def at_step(client) -> str:
    return client.get("/lo/sops/reg-07/").content.decode().replace("<wbr>", "")


def test_what_worked_waits_for_lsso_and_is_shown_to_nobody(client, told):
    one = told()

    assert (one.state, one.step.key, one.district_id, one.is_named) == (
        "proposed",
        "ask",
        "0601",
        False,
    )
    assert "ນັດໃນຕອນແລງ" not in at_step(client)


def test_proposal_of_a_report_is_a_solution_but_no_sensitive_one(officer, report_of):
    report = report_of(officer, proposal="ໂທຫານາຍບ້ານກ່ອນ.")
    report_of(officer, proposal="x", sensitive=True)
    report_of(officer)

    assert Solution.objects.get().report == report


def test_allowed_solution_stands_at_the_step_as_a_tip(client, tip):
    shown = at_step(client)

    assert "ນັດຫຼັງແຕ່ງກິນ." in shown
    assert f"/lo/feedback/solutions/#solution-{tip.pk}" in shown
    assert tip.has_news


def test_ruling_otherwise_takes_the_tip_off_the_step(client, tip, reviewer):
    words = Words(**{**vars(WORDS), "reason_lo": "ບໍ່ປອດໄພ", "reason_en": "Not safe"})
    solutions.rule(tip, actor=reviewer, state="not_allowed", words=words)

    assert "ນັດຫຼັງແຕ່ງກິນ." not in at_step(client)


@pytest.mark.parametrize(
    ("state", "missing"), [("allowed", "text_en"), ("not_allowed", "reason_lo")]
)
def test_ruling_is_said_in_both_languages(told, reviewer, state, missing):
    words = {**vars(WORDS), "reason_lo": "x", "reason_en": "x", missing: " "}

    with pytest.raises(SolutionError) as refused:
        solutions.rule(told(), actor=reviewer, state=state, words=Words(**words))

    assert refused.value.field == missing


def test_database_refuses_a_no_without_a_reason(told):
    with pytest.raises(IntegrityError), transaction.atomic():
        Solution.objects.filter(pk=told().pk).update(
            state="not_allowed",
            **{"title_lo": "x", "title_en": "x", "text_lo": "x", "text_en": "x"},
        )


def test_nobody_rules_on_the_own_one(told, reviewer):
    with pytest.raises(SolutionError, match="somebody else"):
        solutions.rule(told(reviewer), actor=reviewer, state="allowed", words=WORDS)


def test_last_word_of_a_person_counts_once(tip, colleague, officer_elsewhere):
    for person, worked in ((colleague, "yes"), (colleague, "no"), (officer_elsewhere, "yes")):
        assert inbox.deliver(person, TRIAL, {"solution": str(tip.pk), "worked": worked}).is_kept

    said = solutions.tried([tip])[tip.pk]
    assert (said.worked, said.not_so, said.places) == (1, 1, ("Champasack",))
    assert Trial.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"worked": "maybe"}, "bad_value"),
        ({"worked": 5}, "bad_type"),
        ({"solution": "0"}, "unknown_solution"),
        ({"solution": "x"}, "unknown_solution"),
        ({"district": "9999"}, "bad_value"),
    ],
)
def test_malformed_word_is_refused_with_a_code(tip, colleague, changes, code):
    payload = {"solution": str(tip.pk), "worked": "yes"} | changes

    assert inbox.deliver(colleague, TRIAL, payload).code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "\u200b"}, "blank"),
        ({"text": ["x"]}, "bad_type"),
        ({"text": "ກ" * 1001}, "too_long"),
        ({"named": "yes"}, "bad_type"),
        ({"language": "fr"}, "bad_value"),
    ],
)
def test_malformed_solution_is_refused_with_a_code(officer, changes, code):
    assert inbox.deliver(officer, SOLUTION, {"text": "ດີ", "language": "lo"} | changes).code == code


def test_own_one_and_unruled_ones_take_no_word(told, tip, officer, colleague):
    waiting = told()

    own = inbox.deliver(officer, TRIAL, {"solution": str(tip.pk), "worked": "yes"})
    unruled = inbox.deliver(colleague, TRIAL, {"solution": str(waiting.pk), "worked": "yes"})

    assert (own.code, unruled.code) == ("own_solution", "unknown_solution")


@pytest.mark.parametrize(
    ("named", "officers", "expected"),
    [
        (False, 4, "Luang Prabang"),
        (False, 5, "Luang Prabang First, Luang Prabang"),
        (True, 1, "ທ້າວ LS-OFFICER, Luang Prabang First, Luang Prabang"),
    ],
)
def test_small_office_is_told_as_its_province(told, named, officers, expected):
    assert solutions.origin(told(named=named), officers) == expected


def test_adopted_one_is_in_a_draft_and_no_tip_any_more(client, tip, reviewer, page):
    written = solutions.adopt(tip, actor=reviewer)

    draft = SOPPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert written == ["lo"]
    assert draft.steps[0].value["body"][-1].value == "ນັດຫຼັງແຕ່ງກິນ."
    assert Solution.objects.get().state == "adopted"
    with pytest.raises(SolutionError, match="ruled otherwise"):
        solutions.adopt(tip, actor=reviewer)
    assert "ນັດຫຼັງແຕ່ງກິນ." not in at_step(client)


def test_local_note_is_proposed_once_for_its_place(tip, reviewer, officer):
    made = {solutions.make_note(tip, actor=reviewer).pk for _ in range(2)}

    note = LocalNote.objects.get()
    assert made == {note.pk}
    assert (note.state, note.district_id, note.proposer) == ("proposed", "0601", officer)


def test_board_shows_rulings_and_takes_a_word(as_, tip, colleague, officer):
    client = as_(colleague)
    page = client.get("/en/feedback/solutions/").content.decode()
    client.post("/en/feedback/solutions/tried/", {"solution": tip.pk, "worked": "yes"})
    after = client.get("/en/feedback/solutions/").content.decode()
    as_(officer).get("/en/feedback/solutions/")

    assert "Meet after cooking." in page
    assert 'data-outbox="feedback.trial"' in page
    assert "Worked: 1" in after
    assert not Solution.objects.get().has_news


def test_form_keeps_the_words_and_asks_about_people(as_, page, officer):
    client = as_(officer)
    typed = {
        "sop": "REG-07",
        "step": "ask",
        "language": "lo",
        "text": "ໂທ 020 5555 1234",
        "item": "",
    }

    asked = client.post("/en/feedback/solutions/new/", typed)
    blank = client.post("/en/feedback/solutions/new/", typed | {"text": " "})
    sent = client.post("/en/feedback/solutions/new/", typed | {"anyway": "1", "named": "on"})

    assert "020 5555 1234" in asked.content.decode()
    assert (asked.status_code, blank.status_code, sent.status_code) == (200, 422, 302)
    assert Solution.objects.get().is_named


def test_reviewer_rules_on_the_page_of_one(as_, told, reviewer):
    one, client = told(), as_(reviewer)
    address = f"/cms/feedback/solutions/{one.pk}/"

    refused = client.post(address, {"deed": "rule", "state": "allowed", "text_lo": "ກ"})
    client.post(address, {"deed": "rule", "state": "allowed", **vars(WORDS)})
    listed = client.get("/cms/feedback/solutions/?state=allowed")

    assert refused.status_code == 422
    assert "title_lo" in refused.context["form"].errors
    assert [row.pk for row in listed.context["page"]] == [one.pk]


@pytest.mark.parametrize("rows", [1, 4])
def test_board_takes_the_same_queries_for_more_rows(
    as_, told, reviewer, colleague, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        solutions.rule(told(), actor=reviewer, state="allowed", words=WORDS)
    client = as_(colleague)
    client.get("/en/feedback/solutions/")

    with django_assert_max_num_queries(10):
        client.get("/en/feedback/solutions/")


def test_tips_of_an_sop_are_in_the_language_asked_for(tip):
    (shown,) = telling_solutions.allowed(tip.sop_id, "en")

    assert shown == Tip(
        "ask",
        "Meet in the evening",
        "Meet after cooking.",
        "Luang Prabang",
        f"/en/feedback/solutions/#solution-{tip.pk}",
    )


def test_words_blacked_out_in_a_report_are_so_in_its_solution(officer, report_of, lead):
    report = report_of(officer, proposal="ໂທຫານາຍບ້ານ Somchai ກ່ອນ.")

    redaction.black_out(report, actor=lead, words=["Somchai"])

    assert "Somchai" not in Solution.objects.get().text


def test_corrected_report_takes_its_solution_along(page, officer, report_of, reviewer):
    report = report_of(officer, proposal="ນັດໃນຕອນແລງ.")

    triage.correct(report, actor=reviewer, category="access", sop="REG-07", step="ask")

    assert Solution.objects.get().step.key == "ask"
