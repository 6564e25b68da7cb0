"""The search page and its JSON: what people and programs get, and what bad input gets."""

from datetime import date
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError
from wagtail.models import PageViewRestriction

from sop_pages.search.misses import most_missed
from sop_pages.search.models import SearchMiss

API = "/api/search/v1"


def codes(response):
    return [result["code"] for result in response.json()["results"]]


def test_api_answers_in_the_agreed_shape(client, handbook):
    response = client.get(API, {"q": "ສຳມະໂນຄົວ", "language": "lo"})

    answer = response.json()
    assert set(answer) == {"query", "results", "took_ms"}
    assert answer["query"] == "ສຳມະໂນຄົວ"
    assert isinstance(answer["took_ms"], int)
    assert answer["results"] == [
        {
            "code": "REG-01",
            "title": "ການຂຶ້ນທະບຽນຜູ້ປະກັນຕົນສະໝັກໃຈ",
            "url": "/lo/sops/reg-01/#obj-family-book",
            "step": "obj-family-book",
            "snippet": "ຖາມສາຂາວ່າໃຊ້ເອກະສານໃດແທນໄດ້.",
        }
    ]


def test_api_gives_no_step_where_the_title_matches(client, handbook):
    (result,) = client.get(API, {"q": "outreach", "language": "en"}).json()["results"]

    assert result["step"] is None
    assert result["url"] == "/en/sops/com-01/"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"q": "a", "language": "fr"}, "unknown_language"),
        ({"q": "a", "language": ""}, "unknown_language"),
        ({"q": "a", "limit": "abc"}, "bad_limit"),
        ({"q": "a", "limit": "0"}, "bad_limit"),
        ({"q": "a", "limit": "-1"}, "bad_limit"),
        ({"q": "a", "limit": "໑໐"}, "bad_limit"),
        ({"q": "a", "limit": "9" * 5000}, "bad_limit"),
        ({"q": "ກ" * 301}, "too_long"),
        ({"q": "a" * 1_000_000}, "too_long"),
    ],
)
def test_api_refuses_bad_input_in_json(client, db, asked, code):
    response = client.get(API, asked)

    assert response.status_code == 400
    assert response.json()["code"] == code
    assert response.json()["message"].endswith(".")


def test_api_refuses_in_the_language_asked_for(client, db):
    response = client.get(API, {"q": "a", "language": "en", "limit": "many"})

    assert response.json()["message"] == "The limit must be a number from 1 to 100."


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00", "\ud800", '"', "NEAR(", "q*", "%_", "' --", "\u200b", "x" * 300]
)
def test_api_finds_nothing_in_odd_input(client, handbook, typed):
    response = client.get(API, {"q": typed.encode("utf-8", "surrogatepass"), "language": "en"})

    assert response.status_code == 200
    assert response.json()["results"] == []


def test_api_takes_get_only(client, db):
    response = client.post(API, "{", content_type="application/json")

    assert response.status_code == 405
    assert response.json()["code"] == "method"


def test_api_limit_is_at_most_a_hundred(client, put_sop):
    for number in range(60):
        put_sop(f"ABC-{number:02d}", "lo", f"ບັດປະຈຳຕົວ {number}")

    assert len(codes(client.get(API, {"q": "ບັດ"}))) == 50
    assert len(codes(client.get(API, {"q": "ບັດ", "limit": "7"}))) == 7
    assert len(codes(client.get(API, {"q": "ບັດ", "limit": "1000"}))) == 60


def test_restricted_page_is_found_only_by_who_may_read_it(client, handbook, officer, as_):
    page = handbook["CLM-03", "lo"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert codes(client.get(API, {"q": "ບຳນານ"})) == []
    assert codes(as_(officer).get(API, {"q": "ບຳນານ"})) == ["CLM-03"]


def test_page_of_a_group_is_hidden_from_others(client, handbook, officer, trainer, as_):
    rule = PageViewRestriction.objects.create(
        page=handbook["CLM-03", "lo"], restriction_type=PageViewRestriction.GROUPS
    )
    rule.groups.set(Group.objects.filter(name="trainer"))

    assert codes(as_(officer).get(API, {"q": "CLM-03"})) == []
    assert codes(as_(trainer).get(API, {"q": "CLM-03"})) == ["CLM-03"]


def test_page_that_is_not_live_is_not_found(client, handbook):
    page = handbook["CLM-03", "lo"]
    page.live = False
    page.save()

    assert codes(client.get(API, {"q": "ບຳນານ"})) == []


def test_api_takes_four_queries(client, handbook, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(API, {"q": "ສຳມະໂນຄົວ"})


@pytest.mark.parametrize("language", ["lo", "en"])
def test_page_shows_results_with_the_match_marked(client, handbook, language):
    typed = {"lo": "ສຳມະໂນຄົວ", "en": "family book"}[language]
    shown = client.get(f"/{language}/search/", {"q": typed}).content.decode().replace("<wbr>", "")

    marks = {"lo": "<mark>ສຳມະໂນຄົວ</mark>", "en": "<mark>family</mark> <mark>book</mark>"}
    assert marks[language] in shown
    assert f'href="/{language}/sops/reg-01/#' in shown


def test_page_escapes_what_was_typed(client, handbook):
    shown = client.get("/en/search/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in shown


def test_page_without_words_only_asks(client, handbook):
    response = client.get("/en/search/")

    assert response.context["asked"] is False
    assert "Nothing found" not in response.content.decode().split("<footer")[0]


def test_fruitless_search_offers_the_nearest(client, handbook):
    response = client.get("/en/search/", {"q": "registraiton of arrears"})

    suggestions = [suggestion.code for suggestion in response.context["suggestions"]]
    assert response.context["results"] == []
    assert "CON-01" in suggestions
    assert "Nothing found for “registraiton of arrears”" in response.content.decode()


def test_too_long_search_says_so_and_keeps_its_beginning(client, handbook):
    response = client.get("/en/search/", {"q": "ກ" * 5000})

    assert response.status_code == 200
    assert response.context["typed"] == "ກ" * 300
    assert "too many words" in response.content.decode()


def test_fruitless_search_is_counted_without_a_person(client, handbook, officer, as_):
    for spelling in ("ນ້ຳມັນ", "ນໍ້າມັນ"):
        as_(officer).get("/lo/search/", {"q": spelling})

    (miss,) = SearchMiss.objects.all()
    assert (miss.words, miss.language, miss.count) == ("ນໍ້າມັນ", "lo", 2)
    assert [*most_missed("lo")] == [{"words": "ນໍ້າມັນ", "times": 2}]
    assert {field.name for field in SearchMiss._meta.fields} == {
        "id",
        "words",
        "language",
        "day",
        "count",
    }


@pytest.mark.parametrize("typed", ["020 5555 1234", "12345", "ກ", "ບັດ 0205 5551"])
def test_number_of_a_person_is_not_kept(client, handbook, typed):
    client.get("/lo/search/", {"q": typed})

    assert SearchMiss.objects.count() == 0


def test_search_that_finds_is_not_counted(client, handbook):
    client.get("/lo/search/", {"q": "ສຳມະໂນຄົວ"})

    assert SearchMiss.objects.count() == 0


def test_locked_database_loses_the_count_only(client, handbook):
    with mock.patch("sop_pages.search.misses._add", side_effect=OperationalError("locked")):
        response = client.get("/en/search/", {"q": "zzzz"})

    assert response.status_code == 200


def test_misses_of_one_day_are_limited(client, handbook, monkeypatch):
    monkeypatch.setattr("sop_pages.search.misses.MOST_A_DAY", 1)
    for typed in ("zzzz", "yyyy", "zzzz"):
        client.get("/en/search/", {"q": typed})

    assert [*SearchMiss.objects.values_list("words", "count")] == [("zzzz", 2)]


def test_old_misses_are_left_out_of_the_list(db):
    SearchMiss.objects.create(words="old", language="en", day=date(2020, 1, 1), count=9)

    assert [*most_missed("en")] == []
