"""Adds reports and votes, by bulk insert.

    python -m sop_site.bench.grow_reports 10000 50000

The words are sentences of the handbook and of the sample reports, three to six in each, so that
some pairs of syllables are in thousands of reports and most in few. Two in three are closed.
"""

import random
import re
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.utils import timezone

DATA = Path(__file__).resolve().parents[2] / "content" / "data"
SHORTEST, BATCH = 20, 1000  # signs of a sentence, rows


def grow(reports: int, votes: int) -> None:
    """Brings the database to so many reports, with so many votes on them."""
    from feedback.models import Report

    chance = random.Random(7)
    people, said = senders(), sentences()
    wanted = range(Report.objects.count(), reports)
    for start in range(wanted.start, wanted.stop, BATCH):
        numbers = range(start, min(start + BATCH, wanted.stop))
        Report.objects.bulk_create(one(n, chance, people, said) for n in numbers)
    keep_pairs()
    vote(votes, chance, people)


def senders() -> list:
    from sop_site.officers.models import User

    found = User.objects.filter(groups__name="officer").exclude(district=None)
    return list(found.select_related("district"))


def sentences() -> list[str]:
    files = [*(DATA / "sops").glob("*.lo.md"), DATA / "reports" / "reports.json"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = re.findall("[\u0e80-\u0eff][\u0e80-\u0eff ,]+", text)
    return sorted({line.strip() for line in found if len(line) >= SHORTEST})


def one(n: int, chance: random.Random, people: list, said: list[str]):
    from feedback.models import Report
    from feedback.models.words import CLOSED, OUR_TURN, Category, Severity
    from sop_site.lao.text import fold

    person, text = chance.choice(people), ". ".join(chance.choices(said, k=chance.randint(3, 6)))
    at = timezone.now() - timedelta(hours=chance.randint(1, 5000))
    state = chance.choice(CLOSED if chance.random() < 0.67 else OUR_TURN)
    return Report(
        code=f"B{n:06d}", sender=person, category=chance.choice(Category.values), text=text,
        severity=chance.choice(Severity.values), language="lo", folded=fold(text), state=state,
        sop_code=f"REG-{chance.randint(1, 9):02d}", district=person.district,
        province_id=person.province_id, due=(at + timedelta(days=7)).date(), sent_at=at,
        received_at=at,
    )  # fmt: skip


def keep_pairs() -> None:
    from feedback import likeness
    from feedback.models import Report

    fresh = Report.objects.filter(grams=None).order_by("pk")
    while batch := list(fresh[:BATCH]):
        likeness.keep_all(batch)


def vote(votes: int, chance: random.Random, people: list) -> None:
    from feedback.models import Report, Vote

    reports = list(Report.objects.values_list("pk", flat=True))
    pairs = {(chance.choice(reports), chance.choice(people).pk) for _ in range(votes)}
    made = (Vote(report_id=report, voter_id=voter) for report, voter in pairs)
    Vote.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)


if __name__ == "__main__":
    django.setup()
    grow(int(sys.argv[1]), int(sys.argv[2]))
