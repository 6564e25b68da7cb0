"""Adds many reports and votes, by bulk insert.

    python -m sop_site.bench.grow_reports 10000 50000

They spread over a year, all districts and the steps of the samples; two of three have an answer.
"""

import random
import sys
from datetime import timedelta

import django
from django.utils import timezone


def grow(reports: int, votes: int) -> tuple[int, int]:
    """Returns how many reports and votes there are then."""
    from feedback.models import Report, StateChange, Vote
    from feedback.models.words import Category, State
    from sop_pages.models import Step
    from sop_site.officers.models import District, User

    chance, now = random.Random(7), timezone.now()
    steps = list(Step.objects.select_related("sop"))
    districts = list(District.objects.all())
    people = list(User.objects.filter(groups__name="officer").values_list("pk", flat=True))
    states = (State.RECEIVED, State.ANSWERED, State.CHANGED, State.CLOSED_SOLVED)
    made = []
    for number in range(reports):
        step, district = chance.choice(steps), chance.choice(districts)
        came = now - timedelta(days=chance.randrange(360), minutes=chance.randrange(1440))
        wait = timedelta(days=chance.randrange(12))
        state = chance.choice(states) if chance.random() < 0.67 else State.RECEIVED
        made.append(
            Report(
                code=f"B-{number:07d}", sender_id=chance.choice(people), text="ທົດສອບ",
                category=chance.choice(Category.values), language="lo", sop=step.sop, step=step,
                sop_code=step.sop.code, district=district, province_id=district.province_id,
                state=state, due=came.date(), sent_at=came, received_at=came,
                first_reply_at=None if state == State.RECEIVED else min(came + wait, now),
            )
        )  # fmt: skip
    made = Report.objects.bulk_create(made, batch_size=500)
    StateChange.objects.bulk_create(
        (StateChange(report=one, after=one.state, at=one.received_at) for one in made),
        batch_size=500,
    )
    pairs = {(chance.choice(made).pk, chance.choice(people)) for _ in range(votes)}
    while len(pairs) < votes:
        pairs.add((chance.choice(made).pk, chance.choice(people)))
    Vote.objects.bulk_create(
        (
            Vote(report_id=report, voter_id=voter, at=now - timedelta(days=chance.randrange(360)))
            for report, voter in sorted(pairs)
        ),
        batch_size=500,
    )
    return Report.objects.count(), Vote.objects.count()


if __name__ == "__main__":
    django.setup()
    print(*grow(int(sys.argv[1]), int(sys.argv[2])))
