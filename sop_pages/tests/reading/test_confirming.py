"""The pages on which an officer reads what changed, and says so."""

from datetime import timedelta
from uuid import uuid4

import pytest

from sop_pages import acknowledging
from sop_pages.models import Acknowledgement, Release
from sop_pages.tests.test_releases import TODAY, approve, edit
from sop_site.officers import roles

PAGE = "/en/sops/reg-07/confirm/"


@pytest.fixture
def asked(published, trainer, reviewer):
    """REG-07 in two releases; the second is to be confirmed. {number: Release}."""
    approve(edit(published["en"], trainer, "Ask clearly"), reviewer)
    found = {release.number: release for release in Release.objects.all()}
    due = TODAY() + timedelta(days=3)
    acknowledging.ask(found["1.1"], actor=reviewer, roles=[roles.OFFICER], due=due)
    return found


def said(person, release):
    return Acknowledgement.objects.create(
        person=person,
        release=release,
        language="en",
        confirmed_at=release.issued_at,
        received_at=release.issued_at,
    )


def text(response) -> str:
    return " ".join(response.content.decode().replace("<wbr>", "").split())


def form(number="1.1", **more):
    item = {"item": str(uuid4()), "sop": "REG-07", "release": number, "language": "en"}
    return item | more


def test_first_time_leads_to_the_whole_procedure(as_, officer, asked):
    page = text(as_(officer).get(PAGE))

    assert "You have not confirmed this procedure before" in page
    assert "I have read release 1.1" in page
    assert 'data-outbox="sop.acknowledge"' in page
    assert 'class="change ' not in page


def test_next_time_shows_only_the_changed_steps(as_, officer, asked):
    said(officer, asked["1.0"])

    page = text(as_(officer).get(PAGE))

    assert page.count('class="change ') == 1
    assert "<ins>clearly</ins>" in page
    assert 'name="since" value="1.0"' in page
    assert 'href="/en/sops/reg-07/#ask"' in page


def test_plain_form_keeps_the_word(as_, officer, asked):
    phone = as_(officer)
    sent = form(since="1.0")

    answers = [phone.post(PAGE, sent, follow=True) for _twice in range(2)]

    assert "Your confirmation has arrived" in text(answers[0])
    assert answers[1].status_code == 200
    word = Acknowledgement.objects.get()
    assert (word.release, word.compared_with) == (asked["1.1"], asked["1.0"])


def test_form_that_was_changed_says_what_is_wrong(as_, officer, asked):
    response = as_(officer).post(PAGE, form("7.7"))

    assert response.status_code == 422
    assert "This release is not known." in text(response)


def test_confirmed_page_asks_no_more_but_stays(as_, officer, asked):
    said(officer, asked["1.1"])

    page = text(as_(officer).get(PAGE))

    assert "Nothing is asked of you here." in page
    assert "I have read release" not in page
    assert "You confirmed release 1.1" in page


def test_sop_says_that_it_is_to_be_confirmed(as_, officer, trainer, asked):
    assert f'href="{PAGE}"' in text(as_(officer).get("/en/sops/reg-07/"))
    assert f'href="{PAGE}"' not in text(as_(trainer).get("/en/sops/reg-07/"))

    said(officer, asked["1.1"])
    assert f'href="{PAGE}"' not in text(as_(officer).get("/en/sops/reg-07/"))


def test_asked_line_changes_the_etag(as_, officer, asked):
    phone = as_(officer)
    before = phone.get("/en/sops/reg-07/")["ETag"]
    said(officer, asked["1.1"])

    response = phone.get("/en/sops/reg-07/", headers={"if-none-match": before})

    assert response.status_code == 200


def test_sop_page_for_who_is_asked_takes_six_queries(
    as_, officer, asked, django_assert_max_num_queries
):
    phone = as_(officer)
    phone.get("/en/sops/reg-07/")

    with django_assert_max_num_queries(6):
        phone.get("/en/sops/reg-07/")


def test_home_reminds_of_what_is_asked(as_, officer, trainer, asked, django_assert_max_num_queries):
    phone = as_(officer)

    with django_assert_max_num_queries(10):
        page = text(phone.get("/en/"))

    assert "Due soon" in page
    assert "Read and confirm by" in page
    assert f'href="{PAGE}"' in page
    assert f'href="{PAGE}"' not in text(as_(trainer).get("/en/"))


def test_home_marks_only_what_is_due_soon(as_, officer, asked, reviewer):
    due = TODAY() + timedelta(days=4)
    acknowledging.ask(asked["1.1"], actor=reviewer, roles=[roles.OFFICER], due=due)

    page = text(as_(officer).get("/en/"))

    assert "Read and confirm by" in page
    assert "Due soon" not in page


def test_home_says_plainly_how_late_it_is(as_, officer, asked, at):
    with at(TODAY() + timedelta(days=5)):
        page = text(as_(officer).get("/en/"))

    assert "2 days late" in page


def test_list_shows_what_is_asked_and_what_was_confirmed(as_, officer, asked):
    said(officer, asked["1.0"])

    page = text(as_(officer).get("/en/to-confirm/"))

    assert page.count('class="row row--asked"') == 1
    assert "Release 1.0" in page


def test_closed_sop_is_not_named_to_outsiders(as_, officer, published, asked):
    from django.contrib.auth.models import Group
    from wagtail.models import PageViewRestriction

    for page in published.values():
        closed = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        closed.groups.add(Group.objects.get(name=roles.TRAINER))
    phone = as_(officer)

    assert PAGE not in text(phone.get("/en/"))
    assert PAGE not in text(phone.get("/en/to-confirm/"))
    assert phone.get(PAGE).status_code == 404


def test_saved_copy_holds_what_is_asked(as_, officer, trainer, asked):
    for person, there in ((officer, True), (trainer, False)):
        manifest = as_(person).get("/offline/en/manifest.json").json()
        own = {doc["u"] for doc in manifest["docs"] if doc.get("own")}
        assert (PAGE in own) is there
        assert "/en/to-confirm/" in own


def test_release_of_lao_alone_leads_to_lao(as_, officer, handbook, write_file, reviewer):
    from sop_pages.files.importing import import_files

    import_files([write_file("lo", code="REG-11")], publish=True)
    acknowledging.ask(Release.objects.get(), actor=reviewer, roles=[roles.OFFICER], due=TODAY())

    response = as_(officer).get("/en/sops/reg-11/confirm/")

    assert response.headers["Location"] == "/lo/sops/reg-11/confirm/"
