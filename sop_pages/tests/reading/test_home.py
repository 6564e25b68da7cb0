"""The first screen, for a stranger and for each role."""

import pytest

from sop_pages import home
from sop_pages.home import Row


@pytest.fixture
def rows(monkeypatch):
    """What the apps have to say: rows(Row(...), ...) instead of the real panels."""

    def said(*lines):
        monkeypatch.setattr(home, "_panels", {"test": lambda request: lines})

    said()
    return said


def test_stranger_finds_search_tasks_and_sign_in(client, db):
    page = client.get("/en/").content.decode()

    assert "What will you do today?" in page
    for task in ("tell", "register", "contributions", "claims", "records"):
        assert f'href="/en/tasks/{task}/"' in page
    assert 'href="/en/contacts/"' in page
    assert 'href="/en/sign-in/"' in page


def test_stranger_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/lo/")


@pytest.mark.django_db  # its people are asked for by name, too late to ask for a database
@pytest.mark.parametrize(
    "who", ["officer", "trainer", "coordinator", "reviewer", "lead", "observer", "admin_person"]
)
def test_home_takes_ten_queries_at_most(who, request, as_, django_assert_max_num_queries):
    phone = as_(request.getfixturevalue(who))

    with django_assert_max_num_queries(10):
        response = phone.get("/lo/")

    assert "ມື້ນີ້" in response.content.decode().replace("<wbr>", "")


def test_modules_of_a_row_are_loaded_once_and_find_its_words(rows, as_, officer):
    more = {"more": "Go on", "data": {"open": "a<b"}, "scripts": ("js/core.js",)}
    rows(Row("asked", "M1", "/1/", **more), Row("asked", "M2", "/2/", **more))

    page = as_(officer).get("/en/").content.decode()

    assert page.count('<span data-open="a&lt;b">Go on</span>') == 2
    assert page.partition("</head>")[0].count("js/core.") == 1


def test_chips_count_what_is_asked_and_what_is_new(rows, as_, officer):
    rows(
        Row("asked", "Quiz of module M1", "/en/quizzes/m1/"),
        Row("asked", "Quiz of module M2", "/en/quizzes/m2/"),
        Row(
            "sent", "No signal", "/en/feedback/1/", is_new=True, state="well", state_text="Answered"
        ),
        Row("sent", "Old", "/en/feedback/2/"),
    )

    page = as_(officer).get("/en/").content.decode()

    assert '<a class="chip chip--todo" href="#asked">For you: 2</a>' in page
    assert "Answers: 1" in page
    assert 'href="/en/quizzes/m1/"' in page
    assert "state--well" in page
    assert 'id="waits"' not in page


def test_work_that_waits_stands_apart(rows, as_, trainer):
    rows(Row("waits", "3 SOPs to review", "/cms/"))

    page = as_(trainer).get("/en/").content.decode()

    assert '<h2 id="waits">Your work</h2>' in page
    assert "Your work: 1" in page


def test_row_is_escaped(rows, as_, officer):
    rows(Row("sent", "<script>alert(1)</script>", "/en/feedback/1/"))

    assert "<script>alert" not in as_(officer).get("/en/").content.decode()


def test_officer_with_nothing_to_do_is_told_so(rows, as_, officer):
    assert "Nothing waits for you today." in as_(officer).get("/en/").content.decode()


@pytest.mark.parametrize(("who", "writes"), [("officer", False), ("trainer", True)])
def test_writing_room_is_shown_to_those_who_write(who, writes, request, rows, as_):
    page = as_(request.getfixturevalue(who)).get("/en/").content.decode()

    assert ("The writing room" in page) is writes


def test_language_switch_keeps_page_and_query(client, db):
    page = client.get("/en/contacts/?page=1").content.decode()

    assert 'href="/lo/contacts/?page=1" lang="lo" hreflang="lo" data-keeps-place>ລາວ</a>' in page
