"""What the handbook itself puts on the list of work: releases to look at, wrong numbers."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from . import confirmed, reviews, translating, work
from .models import Release, WrongNumber
from .models.approval import decides
from .work import WorkItem

MOST = 50
WRITES = "sop_pages.view_recording"  # whoever writes or approves SOPs


def register() -> None:
    work.register("sop_pages.releases", releases_to_confirm)
    work.register("sop_pages.reviews", reviews.due_for)
    work.register("sop_pages.translations", translations_behind)
    work.register("sop_pages.wrong_numbers", wrong_numbers)
    work.register("sop_pages.not_confirmed", not_confirmed)


def releases_to_confirm(person) -> Iterator[WorkItem]:
    """Imports and emergency releases that LSSO has not looked at; two queries."""
    if not decides(person):
        return
    for release in Release.objects.to_confirm().select_related("sop")[:MOST]:
        way, day = release.get_way_display(), date_format(release.effective_from)
        code = release.sop.code
        yield WorkItem(
            group=_("Issued without LSSO's approval: look at them"),
            label=f"{code} {release.number}",
            url=f"/{get_language()}/sops/{code.lower()}/releases/{release.number}/",
            more=" – ".join(filter(None, [way, day, release.reason])),
            deed=(_("Seen and right"), reverse("sop_confirm", args=[release.pk])),
            other=(_("Take back"), reverse("sop_take_back", args=[release.pk])),
        )


def translations_behind(person) -> Iterator[WorkItem]:
    """Translations to bring up, for whoever writes or approves SOPs; a constant number of
    queries."""
    if not person.has_perm(WRITES):
        return
    for found in translating.outstanding()[:MOST]:
        count, page = len(found.behind), found.page
        since = min(one.since_day for one in found.behind)
        said = ngettext("%(n)d passage, since %(day)s", "%(n)d passages, since %(day)s", count)
        yield WorkItem(
            group=_("Translations behind"),
            label=f"{page.code} {page.title} – {page.locale}",
            url=f"{reverse('sop_translations')}#{page.code}-{page.language}",
            more=said % {"n": count, "day": date_format(since)},
        )


def wrong_numbers(person) -> Iterator[WorkItem]:
    """Numbers said to be wrong, of contacts that this person may edit; two queries at most."""
    if not person.has_perm("sop_pages.change_contact"):
        return
    said: dict[int, list[WrongNumber]] = {}
    for one in WrongNumber.objects.for_editor(person).select_related("contact")[: MOST * 4]:
        said.setdefault(one.contact_id, []).append(one)
    for contact_id, words in list(said.items())[:MOST]:
        contact, count = words[0].contact, len(words)
        since = date_format(localtime(words[0].reported_at).date())
        people = ngettext("%(n)d person, since %(day)s", "%(n)d people, since %(day)s", count)
        confirm = (_("Confirmed today"), reverse("contact_confirm", args=[contact_id]))
        yield WorkItem(
            group=_("Numbers said to be wrong"),
            label=f"{contact.key} – {contact.here}: {contact.phone}",
            url=reverse("wagtailsnippets_sop_pages_contact:edit", args=[contact_id]),
            more=people % {"n": count, "day": since},
            deed=None if contact.sample else confirm,
        )


def not_confirmed(person) -> Iterator[WorkItem]:
    """Releases that hold and that people whom this person looks after have not confirmed; nine
    queries, whatever their number."""
    if not person.has_perm(confirmed.MAY_SEE):
        return
    today = localdate()
    asked = [one for one in confirmed.requests_for(person) if one.release.effective_from <= today]
    counts = confirmed.tallies(asked[:MOST], person)
    for request in asked[:MOST]:
        count = counts[request.pk]
        if not count.missing:
            continue
        words = ngettext("%(n)d person has not yet", "%(n)d people have not yet", count.missing)
        said = [words % {"n": count.missing}, confirmed.due_in_words(request)]
        yield WorkItem(
            group=_("To be read and confirmed by your people"),
            label=str(request.release),
            url=reverse("sop_confirmed_people", args=[request.release_id]) + "?state=no",
            more=", ".join(said),
            due=request.due,
            late=request.is_overdue,
        )
