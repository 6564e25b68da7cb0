"""Pages for what went wrong: in the person's language, in words, with a way onward."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError, connection
from django.test import Client

from sop_site import views


@pytest.fixture
def unruly():
    """A client that sees error pages as a browser does."""
    return Client(raise_request_exception=False)


def said(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("lo", "ບໍ່ພົບໜ້ານີ້."), ("en", "This page was not found.")]
)
def test_missing_page_helps_onward(client, db, language, words):
    answer = client.get(f"/{language}/nowhere/at/all/")

    assert answer.status_code == 404
    assert words in said(answer)
    assert f'action="/{language}/search/"' in said(answer)
    assert f'href="/{language}/"' in said(answer)


@pytest.mark.parametrize(
    "path", ["/fr/sops/com-01/", "/xx/", "/.env", "/../../etc/passwd", "/\x00"]
)
def test_unknown_address_speaks_the_browsers_language(client, db, path):
    answer = client.get(path, headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert "This page was not found." in said(answer)


@pytest.mark.parametrize("path", ["/fr/sops/com-01/", "/LO/sops/com-01/", "/en-US/sops/com-01/"])
def test_other_language_in_the_address_leads_to_ours(client, db, path):
    answer = client.get(path, headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert '<a href="/lo/sops/com-01/" lang="lo" hreflang="lo">ລາວ</a>' in said(answer)
    assert '<a href="/en/sops/com-01/" lang="en" hreflang="en">English</a>' in said(answer)


@pytest.mark.parametrize("path", ["/fr/nowhere/", "/lo/sops/nop-99/", "/xx/%3Cb%3E/"])
def test_no_language_is_offered_where_nothing_would_be(client, db, path):
    assert "hreflang" not in said(client.get(path)).partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize(
    ("view", "error", "status", "lao", "english"),
    [
        (views.bad_request, SuspiciousOperation(), 400, "ລະບົບອ່ານບໍ່ໄດ້", "could not be understood"),
        (views.forbidden, PermissionDenied(), 403, "ທ່ານບໍ່ມີສິດ", "You may not open this page."),
    ],
)
@pytest.mark.parametrize("language", ["lo", "en"])
def test_refusals_speak_both_languages(rf, db, view, error, status, lao, english, language):
    from django.utils.translation import override

    request = rf.get(f"/{language}/x/")
    request.user = AnonymousUser()
    with override(language):
        answer = view(request, error)

    assert answer.status_code == status
    assert (lao if language == "lo" else english) in said(answer)
    assert f'action="/{language}/search/"' in said(answer)


def test_breakdown_says_so_in_both_languages_without_database(unruly, settings):
    """No database is allowed in this test: whatever broke, the page comes."""
    settings.ROOT_URLCONF = "sop_site.tests.broken_urls"

    answer = unruly.get("/lo/breaks/")

    assert answer.status_code == 500
    assert "ລະບົບຂອງພວກເຮົາມີບັນຫາ" in said(answer)
    assert "Something went wrong on our side" in said(answer)
    assert "secret of the trace" not in said(answer)


def test_locked_database_is_said_to_pass(unruly, settings):
    settings.ROOT_URLCONF = "sop_site.tests.broken_urls"

    answer = unruly.get("/lo/waits/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Please try again in a minute." in said(answer)


def test_health_is_told_to_the_signed_in_without_their_session(as_, officer, monkeypatch):
    def gone(*args, **options):
        raise OperationalError("no connection")

    client = as_(officer)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", gone)

    answer = client.get("/healthz")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["database"] == "ok"


def test_breakdown_is_json_for_phones(unruly, settings):
    settings.ROOT_URLCONF = "sop_site.tests.broken_urls"

    answer = unruly.get("/api/breaks/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/json")


def test_too_much_text_is_named_and_the_next_request_works(client, db):
    answer = client.post("/en/sign-in/", {"username": "x" * (4 * 1024 * 1024 + 1)})

    assert answer.status_code == 413
    assert "At most 4 MB of text can be sent in one form." in said(answer)
    assert client.get("/en/sign-in/").status_code == 200


def test_too_large_a_form_is_read_to_its_end(rf, db):
    request = rf.post("/en/x/", b"x" * 9_000_000, content_type="text/plain")
    request.user = AnonymousUser()

    answer = views.bad_request(request, RequestDataTooBig())

    assert (answer.status_code, request.read()) == (413, b"")


def test_too_many_fields_are_named(client, db):
    answer = client.post("/lo/sign-in/", {f"f{n}": "" for n in range(10_001)})

    assert answer.status_code == 413
    assert "ຂໍ້ມູນຫຼາຍເກີນໄປ" in said(answer)


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


HERE = {"Origin": "http://testserver"}


def test_form_from_yesterday_is_offered_again_with_all_that_was_typed(strict, db):
    typed = {"code": "<b>ABCD</b>", "more": ["one", "ສອງ"]}

    page = said(strict.post("/en/first-sign-in/?from=slip", typed, headers=HERE))

    assert "What you wrote is kept." in page
    assert 'name="code" value="&lt;b&gt;ABCD&lt;/b&gt;"' in page
    assert 'name="more" value="one"' in page
    assert 'name="more" value="ສອງ"' in page
    assert 'action="/en/first-sign-in/?from=slip"' in page


def test_form_sent_again_is_taken(strict, db):
    page = said(strict.post("/en/first-sign-in/", {"code": "ABCD"}, headers=HERE))
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    again = strict.post(
        "/en/first-sign-in/", {"code": "ABCD", "csrfmiddlewaretoken": token}, headers=HERE
    )

    assert again.headers["Location"] == "/en/first-sign-in/ABCD/"


@pytest.mark.parametrize(
    "origin", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {}]
)
def test_another_sites_form_gets_no_button(strict, db, origin):
    answer = strict.post("/en/first-sign-in/", {"code": "ABCD"}, headers=origin)

    assert answer.status_code == 403
    assert 'value="ABCD"' not in said(answer)


def test_password_is_never_kept(strict, db):
    answer = strict.post("/en/sign-in/", {"username": "x", "password": "my dog"}, headers=HERE)

    assert answer.status_code == 403
    assert "my dog" not in said(answer)
    assert 'name="username"' not in said(answer)


@pytest.mark.parametrize(
    ("cookie", "browser", "led"),
    [
        ("", "", "/lo/"),
        ("", "en-GB,en;q=0.9", "/en/"),
        ("", "th,fr;q=0.5", "/lo/"),
        ("", "fr,lo;q=0.2", "/lo/"),
        ("lo", "en", "/lo/"),
        ("en", "lo", "/en/"),
        ("xx", "en", "/en/"),
    ],
)
def test_way_in_by_cookie_then_browser_then_lao(client, cookie, browser, led):
    if cookie:
        client.cookies["django_language"] = cookie

    answer = client.get("/", headers={"Accept-Language": browser} if browser else {})

    assert answer.headers["Location"] == led
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))


def test_visit_of_a_language_keeps_it(client, db):
    client.get("/en/sign-in/")

    assert client.get("/", headers={"Accept-Language": "lo"}).headers["Location"] == "/en/"


def test_language_is_kept_by_visits_of_people_only(client, db):
    worker = client.get("/en/sign-in/", headers={"Sec-Fetch-Mode": "cors"})
    missing = client.get("/en/nowhere/")
    person = client.get("/en/sign-in/")
    again = client.get("/en/sign-in/")

    set_by = ["django_language" in a.cookies for a in (worker, missing, person, again)]
    assert set_by == [False, False, True, False]


def test_error_pages_ask_little_of_the_database(client, db, django_assert_max_num_queries):
    assert connection.vendor
    with django_assert_max_num_queries(2):
        client.get("/lo/nowhere/")
