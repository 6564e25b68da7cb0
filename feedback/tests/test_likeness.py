"""Which reports are alike: by pairs of syllables, whatever the spelling; fast among many."""

import pytest

from feedback import likeness
from feedback.models import Report
from feedback.pairs import pairs_in

NO_BOOK = "ຫຼາຍຄອບຄົວຍ້າຍມາຈາກບ້ານເກົ່າ ຍັງບໍ່ມີສຳມະໂນຄົວ."
NAMES = "ຊື່ໃນບັດປະຈຳຕົວ ກັບຊື່ໃນສຳມະໂນຄົວ ຂຽນບໍ່ຄືກັນ."
NO_BOOK_TOO = "ຄອບຄົວໃໝ່ຍັງບໍ່ມີສຳມະໂນຄົວ ຂຶ້ນທະບຽນບໍ່ໄດ້."
SIGNAL = "ບ້ານບໍ່ມີສັນຍານ ສົ່ງຮູບບໍ່ໄດ້."


def test_spellings_of_one_word_are_one_pair():
    assert pairs_in("ນ້ຳຖ້ວມ").keys() == pairs_in("ນໍ້າຖ້ວມ").keys()


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Family book", ["family book"]),
        ("", []),
        ("one", []),
        ("a_b", ["a b"]),
        ("<script>x</script>", ["script x", "x script"]),
    ],
)
def test_words_of_other_scripts_pair_too(text, pairs):
    assert list(pairs_in(text).values()) == pairs


@pytest.mark.django_db
def test_nearest_comes_first_and_shows_the_words(officer, report_of):
    asked = report_of(officer, text=NO_BOOK)
    same, other = report_of(officer, text=NO_BOOK_TOO), report_of(officer, text=NAMES)
    report_of(officer, text=SIGNAL)

    found = likeness.alike(asked, Report.objects.open())

    assert [one.report for one in found] == [same, other]
    assert found[0].share > found[1].share
    assert found[0].words == ["ຍັງບໍ່ມີສໍາມະໂນຄົວ", "ຄອບຄົວ"]
    assert found[1].words == ["ສໍາມະໂນຄົວ"]


@pytest.mark.django_db
def test_same_step_weighs_more(officer, report_of, step):
    asked = report_of(officer, text=NO_BOOK, sop="REG-91", step="fill-form")
    report_of(officer, text=NO_BOOK_TOO)
    here = report_of(officer, text=NO_BOOK_TOO, sop="REG-91", step="fill-form")

    assert likeness.alike(asked, Report.objects.open())[0].report == here


@pytest.mark.django_db
def test_only_what_was_asked_among_is_found(officer, report_of):
    asked, _other = report_of(officer, text=NO_BOOK), report_of(officer, text=NO_BOOK_TOO)

    assert likeness.alike(asked, Report.objects.none()) == []


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_reports(officer, report_of, django_assert_num_queries):
    asked = report_of(officer, text=NO_BOOK)
    for _ in range(3):
        report_of(officer, text=NO_BOOK_TOO)

    with django_assert_num_queries(3):
        likeness.alike(asked, Report.objects.open())
