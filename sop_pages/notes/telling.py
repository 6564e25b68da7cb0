"""What others are told of notes: the home page, the list of work, what points at a step."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .. import evidence, home, work
from ..evidence import Evidence
from ..models import LocalNote
from ..models.local_notes import DECIDES
from ..work import WorkItem

ROWS, MOST = 2, 50
MOST_WAITING = 500
BEFORE = timedelta(days=30)


def register() -> None:
    home.register("sop_pages.notes", panel)
    work.register("sop_pages.notes", work_on)
    evidence.register("sop_pages.notes", beneath_steps)


def panel(request: HttpRequest) -> Iterator[home.Row]:
    """To the writer what became of a note, until it was seen; to who decides how many wait. One
    query for both."""
    person = request.user
    mine = LocalNote.objects.with_news().filter(proposer=person)
    found = mine
    # Roles are known already, permissions cost an officer two queries.
    if person.enters_cms and person.has_perm(DECIDES):
        found = mine | LocalNote.objects.for_decider(person).waiting().exclude(proposer=person)
    notes = list(found.select_related("step__sop").order_by("-news_at", "-pk")[:MOST_WAITING])
    own = [note for note in notes if note.proposer_id == person.pk]
    yield from map(_news, own[:ROWS])
    waiting = len(notes) - len(own)
    if waiting:
        words = ngettext("%(n)d local note to decide", "%(n)d local notes to decide", waiting)
        url = reverse("local_notes")
        yield home.Row(group="waits", title=words % {"n": waiting}, url=url, icon="note")


def _news(note: LocalNote) -> home.Row:
    return home.Row(
        group="sent",
        title=note.text[:80],
        url=f"{reverse('sop_pages:notes')}#note-{note.pk}",
        more=f"{_('Local note')} {note.step.sop.code}",
        icon="note",
        state="well" if note.is_shown else "",
        state_text=note.get_state_display(),
        is_new=True,
    )


def work_on(person) -> Iterator[WorkItem]:
    """In the CMS: notes to decide, those whose step has changed or is gone, those that end soon.
    Three queries."""
    if not person.has_perm(DECIDES):
        return
    today, mine = localdate(), LocalNote.objects.for_decider(person).exclude(proposer=person)
    rows = mine.for_rows()
    for note in rows.waiting().order_by("received_at")[:MOST]:
        yield _item(note, _("Local notes to decide"), _since(note))
    changed = rows.shown_on(today).filter(Q(changed_in__isnull=False) | Q(step__present=False))
    for note in changed.order_by("pk")[:MOST]:
        gone = _("the step is gone") if not note.step.present else _("the step has changed")
        yield _item(note, _("Local notes to look at again"), gone)
    ending = rows.shown_on(today).filter(expires_on__lte=today + BEFORE)
    for note in ending.order_by("expires_on")[:MOST]:
        said = _("until %(day)s") % {"day": date_format(note.expires_on)}
        yield _item(note, _("Local notes that end soon"), said, due=note.expires_on)


def _since(note: LocalNote) -> str:
    day = date_format(localtime(note.received_at).date())
    return _("since %(day)s") % {"day": day}


def _item(note: LocalNote, group: str, said: str, **more) -> WorkItem:
    return WorkItem(
        group=group,
        label=f"{note.step.sop.code} {note.step.title(get_language())} – {note.place_name}",
        url=reverse("local_note", args=[note.pk]),
        more=said,
        **more,
    )


def beneath_steps(sop_id: int) -> Iterator[Evidence]:
    """One line a step with notes that are shown or wait. One query."""
    alive = Q(state=LocalNote.State.PROPOSED) | Q(
        state__in=LocalNote.SHOWN, expires_on__gte=localdate(), in_release=None
    )
    counted = LocalNote.objects.filter(alive, step__sop=sop_id).order_by("step")
    for line in counted.values("step").annotate(count=Count("pk")):
        label = ngettext("%(n)d local note", "%(n)d local notes", line["count"])
        yield Evidence(
            kind="local_notes",
            step_id=line["step"],
            count=line["count"],
            label=label % {"n": line["count"]},
            url=f"{reverse('local_notes')}?state=all",
        )
