"""What a phone keeps of an assessed attempt with steps, pairs and computed numbers: no key."""

import re

import pytest

from .quiz_phone import answer_all, begin, kept_texts, keys_of
from .test_written_keys_kept import ORDER, TOLD, TYPES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PREPARE = """
from quizzes.models import Pool, Question, QuestionVersion, Quiz, QuizSlot
from quizzes.tests.conftest import CONTENTS

quiz = Quiz.objects.create(
    slug="written-{name}", title_lo="ແບບ", title_en="Quiz", kind="assessed", state="ready"
)
pool, _ = Pool.objects.get_or_create(name="written")
for n, kind in enumerate({types}):
    question = Question.objects.create(key=f"W{{n}}-{name}", type=kind, pool=pool, state="ready")
    QuestionVersion.objects.create(question=question, number=1, content=CONTENTS[kind]())
    QuizSlot.objects.create(quiz=quiz, question=question, position=n)
"""
INCOME = """
SELECT r.id, json_extract(r.numbers, '$.income'), q.type FROM quizzes_response r
JOIN quizzes_question q ON q.id = r.question_id JOIN quizzes_attempt a ON a.id = r.attempt_id
JOIN officers_user u ON u.id = a.officer_id WHERE lower(u.username) = ?
"""


def test_no_written_key_is_on_the_phone(handset, site, keo):
    site.manage("shell", "-v0", "-c", PREPARE.format(name=keo, types=TYPES))

    address = begin(handset, f"written-{keo}")
    asked = keys_of(handset)
    for locale in ("lo", "en"):
        handset.ask("(locale) => lib.saved.refresh(locale)", locale)
    kept = kept_texts(handset, str(address))
    answer_all(handset, address)
    after = kept_texts(handset, str(address))

    [income] = [int(n) for _id, n, kind in site.rows(INCOME, keo) if kind == "computed"]
    answer = income * 9 // 100
    forms = [f"{answer}", f"{answer:,}", f"{answer:,}".replace(",", ".")]
    assert len(asked) == len(TYPES)
    for text in kept:
        assert TOLD.findall(text) == []
        assert [form for form in forms if re.search(rf"\b{form}\b", text)] == []
    assert [text for text in kept if "step-o" in text and ORDER.search(text)] == []
    # What somebody typed is kept, and nothing that tells whether it is right.
    assert [found for text in after for found in re.findall("SECRET|right_key|formula", text)] == []
