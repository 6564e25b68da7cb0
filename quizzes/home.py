"""What the home page says of quizzes: to an officer what is due, to a trainer what came in."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_pages.home import Row
from sop_site.officers import roles

from .models import Attempt
from .standing import Standing, standings

MOST_DUE = 2
NEWS_DAYS = 14
SCRIPTS = ("js/core.js", "js/quiz.js")


def panel(request: HttpRequest) -> Iterator[Row]:
    """Two queries for an officer, two for those who see results."""
    if request.user.has_role(roles.TRAINER, roles.COORDINATOR, roles.REVIEWER, roles.LEAD):
        yield from _waiting_results(request.user)
        return
    heaps = standings(request.user)
    for standing in heaps.due[:MOST_DUE]:
        yield _due(standing)
    yield from _result(heaps.done)


def _due(standing: Standing) -> Row:
    quiz = standing.quiz
    data = {}
    if standing.open_attempt:
        more = _("Go on with the quiz")
        data = {
            "hand-in": standing.open_attempt.uuid.hex,
            "waits": _("Handed in on this phone; waiting to be sent."),
            "sent": _("Handed in"),
        }
    elif quiz.closes_at:
        more = _("Until %(date)s") % {"date": date_format(timezone.localtime(quiz.closes_at))}
    else:
        more = quiz.get_form_display() if quiz.form != "none" else quiz.get_kind_display()
    return Row(
        group="asked",
        title=quiz.title,
        url=reverse("quizzes:detail", args=[quiz.slug]),
        more=more,
        icon="quiz",
        state="todo",
        data=data,
        scripts=SCRIPTS if data else (),
    )


def _result(done: list[Standing]) -> Iterator[Row]:
    """The newest result, while it is news."""
    newest = max(done, key=lambda standing: standing.last.handed_in_at, default=None)
    if newest is None:
        return
    attempt = newest.last
    if attempt.handed_in_at < timezone.now() - timedelta(days=NEWS_DAYS):
        return
    shown = attempt.seen_at is not None
    yield Row(
        group="sent",
        title=newest.quiz.title,
        url=reverse("quizzes:result", args=[newest.quiz.slug, attempt.uuid]),
        more=date_format(timezone.localtime(attempt.handed_in_at)),
        icon="quiz",
        state="well" if shown and attempt.passed else "",
        state_text=_words(attempt),
    )


def _words(attempt: Attempt) -> str:
    if attempt.awaits_hand_in:
        return _("The time was up")
    if attempt.seen_at is None:
        return _("Handed in")
    return _("Passed") if attempt.passed else _("Not passed yet")


def _waiting_results(user) -> Iterator[Row]:
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    count = Attempt.objects.handed_in().results_for(user).filter(handed_in_at__gte=since).count()
    if count:
        text = ngettext(
            "%(count)d quiz handed in these two weeks",
            "%(count)d quizzes handed in these two weeks",
            count,
        )
        yield Row(
            group="waits",
            title=text % {"count": count},
            url=reverse("quiz_results"),
            more=_("Results by officer, district and question"),
            icon="quiz",
        )
