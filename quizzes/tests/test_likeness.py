"""Questions that ask nearly the same, found while one is being written."""

import pytest

from quizzes.likeness import alike, keep, shared
from quizzes.models import Pool, Question, QuestionGram
from quizzes.writing import write

from .conftest import single_content

LATE = {"lo": "ສະມາຊິກຖອກເງິນສົມທົບຊ້າ ສາມເດືອນ ທ່ານບອກແນວໃດ?", "en": "A member pays three months late. What do you say?"}  # fmt: skip  # noqa: E501
LATE_TOO = {"lo": "ສະມາຊິກຖອກເງິນສົມທົບຊ້າ ສອງເດືອນ ທ່ານບອກແນວໃດ?", "en": "Somebody is two months behind with it. What now?"}  # fmt: skip  # noqa: E501
BIRTH = {"lo": "ແມ່ຕ້ອງເອົາເອກະສານຫຍັງມາ ເມື່ອຂໍເງິນອຸດໜູນການເກີດລູກ?", "en": "Which papers does a mother bring for the birth grant?"}  # fmt: skip  # noqa: E501


@pytest.fixture
def bank(make_question):
    made = {}
    for key, stem in (("late", LATE), ("birth", BIRTH)):
        made[key] = make_question(key)
        write(made[key], single_content(key) | {"stem": stem})
    return made


def keys(found):
    return [(one.question.key, one.is_nearly_same) for one in found]


def test_same_words_and_nearly_the_same(bank):
    among = Question.objects.all()

    assert keys(alike(LATE, among)) == [("late", True)]
    assert keys(alike({"lo": LATE_TOO["lo"], "en": ""}, among)) == [("late", False)]
    assert keys(alike({"lo": "ລາວຖອກເງິນ", "en": ""}, among)) == []


def test_spelling_tells_no_questions_apart(bank):
    other = {"lo": LATE["lo"].replace("ຊ້າ", "ຊ້າ").replace(" ", ""), "en": ""}

    assert keys(alike(other, Question.objects.all())) == [("late", True)]


def test_share_is_of_the_longer_text():
    weights = dict.fromkeys(range(20), 1.0)

    assert shared(range(10), range(10), weights) == 1.0
    assert shared(range(5), range(10), weights) == 0.5
    assert shared(range(10), range(5), weights) == 0.5
    assert shared(range(2), range(2), weights) == 0.0


def test_reworded_question_is_found_by_its_new_words_alone(bank):
    write(bank["late"], single_content("late") | {"stem": BIRTH})

    assert keys(alike(LATE, Question.objects.all())) == []
    assert {key for key, _same in keys(alike(BIRTH, Question.objects.all()))} == {"late", "birth"}


def test_pairs_are_written_once(bank, django_assert_num_queries):
    before = QuestionGram.objects.count()

    with django_assert_num_queries(1):
        keep(bank["late"], LATE)

    assert QuestionGram.objects.count() == before


@pytest.mark.parametrize("size", [1, 8])
def test_queries_are_constant(bank, make_question, django_assert_num_queries, size):
    for n in range(size):
        write(make_question(f"more-{n}"), single_content("more") | {"stem": LATE})

    with django_assert_num_queries(3):
        alike(LATE, Question.objects.all())


def test_page_names_others_of_the_pools_that_one_reads(bank, trainer, as_):
    client = as_(trainer)
    closed = Pool.objects.create(name="closed")
    Question.objects.filter(key="birth").update(pool=closed)
    address = "/cms/quizzes/question-alike/"

    seen = client.post(address, {"stem_lo": LATE["lo"]}).content.decode()
    itself = client.post(address, {"stem_lo": LATE["lo"], "question": "late"})
    unread = client.post(address, {"stem_lo": BIRTH["lo"]})

    assert '/cms/quizzes/questions/late/"' in seen
    assert [itself.content.strip(), unread.content.strip()] == [b"", b""]
