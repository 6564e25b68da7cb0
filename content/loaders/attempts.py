"""Sample answers to the quizzes before and after a module of the sample workshop.

They are drawn by lot, always the same ones: nobody gave them. Each officer has a skill, each
question a difficulty; who knows more is right more often (Rasch), and after the module all know
more. So the trainer's page, the figures and the quarterly report show what they are for.
"""

import math
import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from quizzes.attempt_marks import grade_all, sum_up
from quizzes.content import CHOICES
from quizzes.drawing import Drawn, asked, draw
from quizzes.models import Attempt, Quiz, Response, Workshop
from quizzes.starting import freeze
from sop_site.officers.models import User

from .workshops import read

SEED = 2026
DIFFICULTY = {"easy": -0.8, "medium": 0.4, "hard": 1.2}
SPREAD = 0.9  # of skills, in the unit of difficulties (logits)
BLANK = 0.02
# Of the wrong answers, the share that goes to one option: what many believe.
BELIEVED = 0.6
STARTS = {Quiz.Form.BEFORE: time(8, 40), Quiz.Form.AFTER: time(15, 30)}
DRAWS = 24  # orders of questions and options; officers share them
LATEST_START, SLOWEST = 8, 9  # minutes


def load(*, samples: bool) -> Iterator[str]:
    """Each quiz once; one that somebody has taken is left alone."""
    if not samples:
        return
    found = read()
    cohort = found["cohort"]["code"]
    workshop = Workshop.objects.filter(is_sample=True, cohort__code=cohort).first()
    if workshop is None:
        yield "No sample answers: the sample workshop is gone."
        return
    for code, forms in found["workshop"]["taken"].items():
        for form, taken in forms.items():
            quiz = Quiz.objects.filter(
                module__programme=workshop.programme, module__code=code, form=form, is_sample=True
            ).first()
            made = take(quiz, workshop, taken) if quiz and not quiz.attempts.exists() else 0
            yield f"{code} {form}: {made} officers of the sample workshop have answered."


@transaction.atomic
def take(quiz: Quiz, workshop: Workshop, taken: dict) -> int:
    """So many of the officers who were present hand in; returns their number."""
    present = User.objects.filter(
        enrolments__workshop=workshop, enrolments__attendances__module=quiz.module
    ).order_by("username")
    chance = random.Random(SEED)
    skills = {officer.pk: chance.gauss(0, SPREAD) for officer in present}
    day = datetime.combine(workshop.starts_on, STARTS[quiz.form], timezone.get_current_timezone())
    draws = [(seed, draw(quiz, seed)) for seed in range(1, DRAWS + 1)]
    freeze(draws[0][1], day)
    attempts, responses = [], []
    for officer in present[: taken["officers"]]:
        seed, drawn = chance.choice(draws)
        attempt = begun(quiz, officer, seed, day + minutes(chance, LATEST_START))
        given = answers(attempt, drawn, skills[officer.pk] + taken["learnt"], chance)
        hand_in(attempt, given, attempt.started_at + minutes(chance, SLOWEST))
        attempts.append(attempt)
        responses += given
    Attempt.objects.bulk_create(attempts)
    Response.objects.bulk_create(responses)
    return len(attempts)


def minutes(chance: random.Random, most: int) -> timedelta:
    return timedelta(seconds=chance.randint(60, most * 60))


def begun(quiz: Quiz, officer: User, seed: int, at: datetime) -> Attempt:
    return Attempt(
        quiz=quiz,
        officer=officer,
        number=1,
        district_id=officer.district_id,
        seed=seed,
        language=officer.language,
        pass_mark=quiz.pass_mark,
        started_at=at,
    )


def answers(
    attempt: Attempt, drawn: list[Drawn], skill: float, chance: random.Random
) -> list[Response]:
    """What the officer answers; a question that isn't one of choice is left blank."""
    found = [Response(attempt=attempt, **fields) for fields in asked(drawn)]
    for response in found:
        difficulty = DIFFICULTY[response.question.difficulty]
        is_right = chance.random() < 1 / (1 + math.exp(difficulty - skill))
        if response.question.type in CHOICES and chance.random() > BLANK:
            response.answer = chosen(response, is_right, chance)
            response.answered_at = attempt.started_at
    return found


def chosen(response: Response, is_right: bool, chance: random.Random):
    options = response.version.content["options"]
    right = [option["key"] for option in options if Decimal(option["weight"]) > 0]
    wrong = [option["key"] for option in options if option["key"] not in right]
    one = wrong[0] if chance.random() < BELIEVED else chance.choice(wrong)
    if response.question.type == "multiple":
        return sorted(right if is_right else [*right[:-1], one])
    return right[0] if is_right else one


def hand_in(attempt: Attempt, given: list[Response], at: datetime) -> None:
    attempt.state = Attempt.State.HANDED_IN
    attempt.handed_in_at = attempt.claimed_at = at
    attempt.time_trust = "server"
    attempt.hand_in_sequence = 1
    grade_all(attempt, given)
    sum_up(attempt, given)
