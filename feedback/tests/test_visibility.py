import pytest
from django.urls import reverse

from feedback import naming
from feedback.models import Report
from sop_pages.models import HandbookPage, SectionPage, SOPPage
from sop_site.officers.models import AuditEntry

pytestmark = pytest.mark.django_db
MARK = "ລັບສຸດຍອດ-secret-mark"


@pytest.fixture
def reports(officer, colleague, officer_elsewhere, report_of):
    """One of each: {name: Report}."""
    return {
        "own": report_of(officer, text="own"),
        "colleague": report_of(colleague, text="colleague"),
        "elsewhere": report_of(officer_elsewhere, text="elsewhere"),
        "sensitive": report_of(colleague, text="sensitive", sensitive=True),
        "own sensitive": report_of(officer, text="own sensitive", sensitive=True),
    }


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("officer", {"own", "own sensitive"}),
        ("officer_elsewhere", {"elsewhere"}),
        ("trainer", set()),
        ("observer", set()),
        ("coordinator", {"own", "colleague"}),
        ("reviewer", {"own", "colleague", "elsewhere"}),
        ("admin_person", {"own", "colleague", "elsewhere"}),
        ("lead", {"own", "colleague", "elsewhere", "sensitive", "own sensitive"}),
    ],
)
def test_each_role_sees_its_reports(reports, request, person, seen):
    found = Report.objects.visible_to(request.getfixturevalue(person))

    assert set(found.values_list("text", flat=True)) == seen


def test_superuser_without_role_sees_no_report(reports, make_person):
    person = make_person("LS-ROOT", is_superuser=True)

    assert Report.objects.visible_to(person).count() == 0


def test_signed_out_person_sees_no_report(reports):
    from django.contrib.auth.models import AnonymousUser

    assert Report.objects.visible_to(AnonymousUser()).count() == 0


def test_person_who_may_not_sign_in_sees_none(reports, lead):
    lead.is_active = False

    assert Report.objects.visible_to(lead).count() == 0


def test_lead_of_own_sees_desk_without_own_role(reports, officer):
    assert Report.objects.for_desk_of(officer).count() == 0


@pytest.fixture
def own_sop_page(sop, trainer):
    """A page whose owner is the trainer; it may bring an SOP of its own."""
    from wagtail.models import Locale, Page

    locale, _ = Locale.objects.get_or_create(language_code="lo")
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root-x", locale=locale)
    )
    book = root.add_child(instance=HandbookPage(title="Book", slug="book-x", locale=locale))
    section = book.add_child(
        instance=SectionPage(title="Task", slug="task-x", task="register", locale=locale)
    )
    page = SOPPage(title="SOP", slug="reg-91", sop=sop, owner=trainer, locale=locale)
    return section.add_child(instance=page)


def test_trainer_sees_reports_on_own_sops_without_names(
    own_sop_page, reports, officer, trainer, report_of
):
    code = own_sop_page.sop.code
    report = report_of(officer, sop=code, text="on my SOP")
    report_of(officer, sop=code, text="hidden", sensitive=True)

    found = Report.objects.visible_to(trainer).get()

    assert found == report
    assert naming.name_for(trainer, found) != officer.name


@pytest.mark.parametrize(
    ("visibility", "person", "sees"),
    [
        ("normal", "coordinator", True),
        ("normal", "reviewer", True),
        ("normal", "lead", True),
        ("normal", "admin_person", False),
        ("hide_from_province", "coordinator", False),
        ("hide_from_province", "reviewer", True),
        ("hide_from_all", "coordinator", False),
        ("hide_from_all", "reviewer", False),
        ("hide_from_all", "lead", False),
        ("hide_from_all", "officer", True),
    ],
)
def test_name_is_shown_by_the_senders_choice(officer, report_of, request, visibility, person, sees):
    report = report_of(officer, visibility=visibility)

    name = naming.name_for(request.getfixturevalue(person), report)

    assert (name == officer.name) is sees


def test_small_district_is_hidden_with_the_name(officer, reviewer, report_of, make_person):
    report = report_of(officer, visibility="hide_from_all")
    province = report.province.name

    assert naming.shown_to(reviewer, report).place == province
    for n in range(5):
        make_person(f"LS-MORE-{n}", "officer", district="0601")
    assert naming.shown_to(reviewer, report).place == report.place


def test_opening_a_name_is_logged(as_, officer, lead, report_of):
    report = report_of(officer, visibility="hide_from_all")

    page = as_(lead).post(reverse("feedback_desk_name", args=[report.code.lower()]))

    assert officer.name in page.content.decode()
    entry = AuditEntry.objects.of_deed("report.name_opened").get()
    assert (entry.actor_id, entry.subject_id) == (lead.pk, str(report.pk))
    assert officer.name not in str(entry.facts)


@pytest.mark.parametrize("person", ["reviewer", "coordinator"])
def test_others_cannot_open_a_name(as_, officer, report_of, request, person):
    report = report_of(officer, visibility="hide_from_all")

    reply = as_(request.getfixturevalue(person)).post(
        reverse("feedback_desk_name", args=[report.code.lower()])
    )

    assert officer.name not in reply.content.decode()
    assert AuditEntry.objects.of_deed("report.name_opened").count() == 0


PLACES = ["/en/", "/lo/", "/en/feedback/", "/cms/", "/cms/feedback/", "/cms/feedback/?state=all"]
SEARCHES = ["/cms/feedback/?q={mark}", "/en/search/?q={mark}", "/api/search/v1?q={mark}"]


@pytest.mark.parametrize(
    "person",
    ["colleague", "trainer", "coordinator", "reviewer", "observer", "admin_person"],
)
def test_sensitive_report_is_nowhere_for_others(
    as_, officer, lead, report_of, request, sop, person
):
    report = report_of(officer, text=MARK, sensitive=True, sop="REG-91", searched=MARK)
    client = as_(request.getfixturevalue(person), raise_request_exception=False)
    code = report.code.lower()
    own = [f"/en/feedback/{code}/", f"/en/feedback/sent/{code}/", f"/cms/feedback/{code}/"]
    searches = [address.format(mark=MARK) for address in SEARCHES]

    for address in [*PLACES, *own, "/cms/feedback/?state=all&sop=REG-91", "/cms/audit-log/"]:
        text = client.get(address).content.decode()
        assert MARK not in text, address
        assert address in own or report.code not in text, address
    for address in searches:
        assert report.code not in client.get(address).content.decode(), address
    for deed in ("reply", "note", "assign", "close", "name"):
        reply = client.post(f"/cms/feedback/{code}/{deed}/", {"text": "x", "state": "answered"})
        assert reply.status_code in {302, 403, 404}, deed
    assert report.messages.count() == 0


def test_lead_finds_the_sensitive_report(as_, officer, lead, report_of):
    report = report_of(officer, text=MARK, sensitive=True)
    client = as_(lead)

    assert MARK in client.get("/cms/feedback/").content.decode()
    assert MARK in client.get(f"/cms/feedback/{report.code.lower()}/").content.decode()


def test_sensitive_report_is_no_evidence(officer, step, report_of):
    from sop_pages import evidence

    report_of(officer, sop="REG-91", step="fill-form")
    report_of(officer, sop="REG-91", step="fill-form", sensitive=True)

    lines = [line for line in evidence.of_sop(step.sop_id) if line.kind == "reports"]
    assert [(line.step_id, line.count) for line in lines] == [(step.pk, 1)]


def test_sensitive_text_is_not_on_the_senders_own_lists(as_, officer, report_of):
    report_of(officer, text=MARK, sensitive=True)

    for address in ("/en/", "/en/feedback/"):
        assert MARK not in as_(officer).get(address).content.decode()


def test_photo_is_served_to_those_who_read_the_report(
    as_, officer, colleague, reviewer, lead, payload, photo
):
    from feedback.models import ReportPhoto
    from feedback.receiving import KIND
    from sop_site.offline import inbox

    files = [inbox.Attachment("a" * 64, 9, "image/jpeg", photo())]
    inbox.deliver(officer, KIND, payload(sensitive=True), files=files)
    address = f"/en/feedback/photos/{ReportPhoto.objects.get().pk}/"

    reply = as_(lead).get(address)
    assert reply["Content-Type"] == "image/jpeg"
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert reply.content.startswith(b"\xff\xd8\xff")
    assert as_(officer).get(address).status_code == 200
    assert as_(colleague).get(address).status_code == 404
    assert as_(reviewer).get(address).status_code == 404
