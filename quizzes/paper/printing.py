"""Making the sheets of a quiz: versions, drawn as attempts are, and numbered sheets of them."""

import secrets

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sop_site.officers import audit
from sop_site.offline.receipts import free_code

from ..drawing import asked, draw
from ..models import PaperPrint, PaperQuestion, PaperSheet, PaperVersion, Quiz
from ..models.papers import LETTERS
from ..starting import freeze
from ..values import values_today
from .deeds import PRINTED

MOST_SHEETS = 100  # a room; the press takes some seconds for them


class CannotPrint(Exception):
    """Why there are no sheets: a translated sentence."""


@transaction.atomic
def prepare(quiz: Quiz, *, sheets: int, versions: int, language: str, by) -> PaperPrint:
    """So many sheets in so many versions (A, B, … in turn), ready for the press.

    What stands on them is kept here once, as an attempt keeps it: printing them again, or typing
    them in next month, shows the same. Raises CannotPrint.
    """
    # Two prints at once would number their sheets alike.
    quiz = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if quiz.state != Quiz.State.READY:
        raise CannotPrint(_("Sheets are made of a quiz that is ready. This one is not."))
    now = timezone.now()
    paper = PaperPrint.objects.create(
        quiz=quiz, language=language, pass_mark=quiz.pass_mark, made_by=by, made_at=now
    )
    drawn = [_version(paper, letter, now) for letter in LETTERS[: min(versions, sheets)]]
    _number(quiz, drawn, sheets)
    audit.record(by, PRINTED, quiz, print=paper.pk, sheets=sheets, versions=len(drawn))
    return paper


def _version(paper: PaperPrint, letter: str, now) -> PaperVersion:
    seed = secrets.randbits(48)
    drawn = draw(paper.quiz, seed)
    if not drawn:
        raise CannotPrint(_("This quiz has no questions yet."))
    values = values_today([content for entry in drawn for content in entry.contents])
    version = PaperVersion.objects.create(paper=paper, letter=letter, seed=seed, values=values)
    PaperQuestion.objects.bulk_create(
        PaperQuestion(paper_version=version, **fields) for fields in asked(drawn)
    )
    freeze(drawn, now)
    return version


def _number(quiz: Quiz, versions: list[PaperVersion], count: int) -> None:
    last = quiz.paper_sheets.aggregate(last=Max("number"))["last"] or 0
    codes = _free_codes(count)
    PaperSheet.objects.bulk_create(
        PaperSheet(
            quiz=quiz, paper_version=versions[n % len(versions)], number=last + n + 1, code=code
        )
        for n, code in enumerate(codes)
    )


def _free_codes(count: int) -> list[str]:
    """Codes that no sheet has; one query, or a few when some are taken."""
    found: set[str] = set()
    while len(found) < count:
        more = {free_code(found.__contains__) for _n in range(count - len(found))}
        taken = PaperSheet.objects.filter(code__in=more).values_list("code", flat=True)
        found |= more - set(taken)
    return sorted(found, key=lambda _code: secrets.randbits(30))
