"""Hands in many attempts at the sample quizzes, by bulk insert.

    python -m sop_site.bench.grow_attempts m1 23

Every officer of the sample cohort takes the quiz so many times. Each has a skill, each question a
difficulty; who knows more is right more often, a few leave blanks, one in five reads English.
"""

import math
import random
import sys
from datetime import timedelta
from decimal import Decimal

import django
from django.utils import timezone


def grow(slug: str, times: int) -> int:
    """Returns how many responses there are then."""
    from quizzes.drawing import draw
    from quizzes.models import Quiz, Response
    from sop_site.officers.models import User

    quiz, chance = Quiz.objects.get(slug=slug), random.Random(7)
    officers = list(User.objects.filter(groups__name="officer").order_by("pk"))
    drawn = draw(quiz, seed=7)
    hard = {one.question.pk: chance.gauss(0, 1) for one in drawn}
    for officer in officers:
        skill = chance.gauss(0.8, 1)
        language = "en" if chance.random() < 0.2 else "lo"
        taken = [_attempt(quiz, officer, number, language) for number in range(1, times + 1)]
        for attempt in taken:
            given = [_answer(one, skill - hard[one.question.pk], chance) for one in drawn]
            attempt.mark = sum((mark for _answer, mark in given), Decimal(0))
            attempt.out_of = sum((one.marks for one in drawn), Decimal(0))
            attempt.passed = attempt.mark * 100 >= attempt.out_of * quiz.pass_mark
            attempt.save()
            Response.objects.bulk_create(
                Response(
                    attempt=attempt, position=place, slot=one.slot, question=one.question,
                    version=one.version, out_of=one.marks, mark=mark, answer=answer,
                )
                for place, (one, (answer, mark)) in enumerate(zip(drawn, given, strict=True))
            )  # fmt: skip
    return Response.objects.filter(attempt__quiz=quiz).count()


def _attempt(quiz, officer, number: int, language: str):
    from quizzes.models import Attempt

    at = timezone.now() - timedelta(days=30 - number)
    return Attempt(
        quiz=quiz, officer=officer, number=number, state="handed_in", district=officer.district,
        seed=7, language=language, pass_mark=quiz.pass_mark, started_at=at, handed_in_at=at,
    )  # fmt: skip


def _answer(one, ease: float, chance: random.Random) -> tuple[object, Decimal]:
    """An answer and its mark: right with the chance that skill and difficulty give (Rasch)."""
    from quizzes.grading import grade, mark

    if chance.random() < 0.03:
        return None, Decimal(0)
    content, is_right = one.version.content, chance.random() < 1 / (1 + math.exp(-ease))
    options = content.get("options")
    if not options:
        return ("ok", one.marks) if is_right else ("?", Decimal(0))
    fits = [option["key"] for option in options if (Decimal(option["weight"]) > 0) is is_right]
    answer = sorted(fits) if one.question.type == "multiple" else chance.choice(fits)
    return answer, mark(grade(one.question.type, content, answer).fraction, one.marks)


if __name__ == "__main__":
    django.setup()
    print(grow(sys.argv[1], int(sys.argv[2])))
