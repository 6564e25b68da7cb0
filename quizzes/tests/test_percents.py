"""One rule for percentages: exact where they are compared, halves up where they are written."""

from decimal import Decimal

import pytest
from django.utils import timezone

from quizzes import percents
from quizzes.models import Attempt
from quizzes.templatetags.percents import percent, share


@pytest.mark.parametrize(
    ("mark", "out_of", "written"),
    [
        ("1", "6", 17),
        ("1", "8", 13),
        ("5", "8", 63),
        ("0.145", "1", 15),
        ("3.9166667", "5", 78),
        ("0.995", "1", 100),
        ("0", "0", 0),
    ],
)
def test_percentages_are_written_halves_up(mark, out_of, written):
    assert percents.whole(percents.percent(Decimal(mark), Decimal(out_of))) == written


@pytest.mark.parametrize(
    ("percentage", "written"), [("79.6", 79), ("80", 80), ("79.4", 79), ("85.5", 86), ("0", 0)]
)
def test_what_was_missed_by_a_little_is_not_written_as_reached(percentage, written):
    assert percents.towards(Decimal(percentage), 80) == written


@pytest.mark.parametrize(("share_of_one", "written"), [(0.125, 13), (0.145, 15), ("0.5", 50)])
def test_shares_that_are_floats_are_written_alike(share_of_one, written):
    assert percents.whole_share(share_of_one) == written
    assert share(share_of_one) == f"{written}%"


def test_what_is_not_known_bears_no_percent_sign():
    assert (percent(None), share(None), share(""), percent(0)) == ("–", "–", "–", "0%")


@pytest.fixture
def one_of_six(make_quiz, officer):
    quiz = make_quiz("m2", 1, kind="assessed")
    now = timezone.now()
    for number, mark in ((1, 1), (2, 0)):
        Attempt.objects.create(
            quiz=quiz, officer=officer, district=officer.district, number=number,
            state="handed_in", seed=1, pass_mark=80, started_at=now, handed_in_at=now,
            mark=mark, out_of=6 if mark else 2, passed=False,
        )  # fmt: skip
    return quiz


def test_lists_agree_on_a_mark_of_one_in_six(one_of_six, trainer, as_):
    """Whole numbers: the database of a small office would divide 100 by 6 to 16."""
    client = as_(trainer)

    def page(rest):
        return client.get(f"/cms/quizzes/results/m2/{rest}").content.decode()

    assert "17%" in page("")
    assert "16%" not in page("")
    assert "17%" in page("attempts/")
    assert "13%" in page("districts/")
