"""The quarterly report: what each part counts, who may read it, what it does not tell."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sop_pages import quarterly
from sop_pages.quarterly import SEXES, Measure, Split
from sop_pages.quarters import Quarter, last_over
from sop_site.officers.models import AuditEntry

PAGE = "/cms/quarters/2026-1/"


@pytest.fixture
def counted(monkeypatch):
    """Measures with these counts in place of the real ones: counted(reported={("06", "F"): 7})."""

    def put(**counts):
        found = {
            name: Measure(
                name, name, name + ": %(n)d.", lambda period, n=n: n, "due" * (name == "in_time")
            )
            for name, n in counts.items()
        }
        monkeypatch.setattr(quarterly, "_measures", found)

    return put


@pytest.mark.parametrize(
    ("day", "code", "first", "last"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), "2026-4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_day_lies_in_its_quarter(day, code, first, last):
    found = Quarter.of(day)

    assert (found.code, found.first, found.last) == (code, first, last)
    assert found.before.after == found


def test_latest_quarter_is_one_that_is_over():
    assert last_over(date(2026, 1, 1)) == Quarter(2025, 4)
    assert last_over(date(2026, 12, 31)) == Quarter(2026, 3)


def test_report_hides_small_numbers_with_what_tells_them(counted):
    counted(trained={("06", "F"): 9, ("06", "M"): 2, ("16", "F"): 20, ("16", "M"): 10})

    (told,) = quarterly.report(Quarter(2026, 1).period, ["06", "16"], hides=True)

    assert told.cells["06", "M"] is None
    assert told.provinces == {"06": 11, "16": 30}
    assert [told.cells[place, sex] for place in ("06", "16") for sex in ("F", "M")].count(None) == 4


def test_report_for_lsso_hides_nothing(counted):
    counted(trained={("06", "F"): 1, ("", ""): 2})

    (told,) = quarterly.report(Quarter(2026, 1).period, ["06"], hides=False)

    assert (told.provinces, told.total) == ({"06": 1, "": 2}, 3)


def test_lists_hide_small_numbers_too(monkeypatch):
    split = Split("x", "x", "x", lambda period: {"a": 2, "b": 30, "c": 9})
    monkeypatch.setattr(quarterly, "_splits", {"x": split})

    ((_split, told),) = quarterly.splits(Quarter(2026, 1).period, hides=True)
    ((_split, everything),) = quarterly.splits(Quarter(2026, 1).period, hides=False)

    assert told == {"b": 30, "c": None, "a": None}
    assert everything == {"b": 30, "c": 9, "a": 2}


COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["06", "16", "01"]), st.sampled_from(SEXES)), st.integers(0, 9)
)


@given(COUNTS, st.data())
def test_part_and_whole_agree_on_which_provinces_are_hidden(whole, data):
    part = {key: data.draw(st.integers(0, n)) for key, n in whole.items()}
    due = Measure("due", "", "", lambda period: whole)
    in_time = Measure("in_time", "", "", lambda period: part, of="due")
    provinces = ["01", "06", "16"]

    all_of_it = quarterly._whole(due, whole, provinces, hides=True)
    told = quarterly._part(in_time, part, whole, provinces, hides=True)

    for place in provinces:
        if all_of_it.provinces[place] is None:
            assert told.provinces[place] is None
        elif told.provinces[place] is not None:
            rest = all_of_it.provinces[place] - told.provinces[place]
            assert not 0 < rest < 5  # "not in time", by subtraction


def test_observer_goes_from_register_to_report_and_back(as_, observer, places):
    client = as_(observer)

    assert 'href="/cms/register/"' in client.get(PAGE).content.decode()
    assert 'href="/cms/quarters/"' in client.get("/cms/register/").content.decode()


@pytest.mark.parametrize("person", ["observer", "coordinator", "trainer", "reviewer"])
def test_page_hides_small_numbers_from_all(as_, request, counted, places, person):
    counted(trained={("06", "F"): 3, ("16", "M"): 90, ("16", "F"): 60})

    response = as_(request.getfixturevalue(person)).get(PAGE)

    told = response.context["told"][0]
    assert (told.provinces["06"], told.provinces["16"]) == (None, None)
    assert response.context["hides"] is True


@pytest.mark.parametrize(
    ("person", "status"), [("reviewer", 200), ("observer", 403), ("coordinator", 302)]
)
def test_only_lsso_sees_all_numbers(as_, request, counted, places, person, status):
    counted(trained={("06", "F"): 3})

    response = as_(request.getfixturevalue(person)).get(f"{PAGE}?numbers=all")

    assert response.status_code == status
    if status == 200:
        assert response.context["told"][0].provinces["06"] == 3


@pytest.mark.parametrize("code", ["2999-1", "2026-5", "2026-0", "0-1"])
def test_quarter_that_is_not_over_or_not_there_is_unknown(as_, observer, code):
    assert as_(observer).get(f"/cms/quarters/{code}/").status_code == 404


def test_file_holds_the_same_and_is_logged(as_, observer, counted, places):
    counted(trained={("06", "F"): 3, ("16", "M"): 90, ("16", "F"): 60})

    response = as_(observer).get(f"{PAGE}report.xlsx")

    lines = load_workbook(BytesIO(response.content))["trained"].iter_rows(values_only=True)
    assert [line[0:1] + line[2:] for line in lines][1:] == [
        ("06", None, None, None, None),
        ("16", None, None, None, None),
    ]
    (entry,) = AuditEntry.objects.of_deed("quarterly.exported")
    assert (entry.subject_id, entry.facts) == ("2026-1", {"numbers": "guarded"})


def test_page_takes_few_queries(as_, observer, places, django_assert_max_num_queries):
    client = as_(observer)
    client.get(PAGE)

    with django_assert_max_num_queries(20):
        client.get(PAGE)
