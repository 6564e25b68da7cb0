"""What changed in the handbook, as an Atom feed in one language: an entry for each release and
each act by which an SOP or a release ceased to hold.

The ids are made from the SOP's uuid, so they stay the same on another host and after a restore.
"""

import re
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sop_site.public_addresses import address_of

from .models import Release, ReleaseText, Retirement, SOPPage

MOST = 50  # entries
# Signs that XML can't hold, however they are written.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Feed(Atom1Feed):
    """Django's, with summaries as plain text (a note may hold any sign), and a second link of an
    entry: what differs from the release before."""

    def latest_post_date(self):
        """Of the newest entry; of a feed without one the day, so that it isn't new at each look."""
        if self.items:
            return super().latest_post_date()
        return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})
        if item["compare"]:
            handler.addQuickElement(
                "link",
                "",
                {"rel": "related", "href": item["compare"], "title": _("Compare step by step")},
            )


def texts(language: str) -> list[ReleaseText]:
    """The newest texts that everybody may read, the last issued first; each with `before`, the
    number of the release that it followed. Three queries."""
    pages = SOPPage.objects.public().filter(sop=OuterRef("release__sop"), language=language)
    found = ReleaseText.objects.filter(Exists(pages), language=language).defer("content")
    newest = list(
        found.select_related("release__sop").order_by("-release__issued_at", "-release__pk")[:MOST]
    )
    before = _numbers_before({text.release.sop_id for text in newest}, language)
    for text in newest:
        text.before = before.get(text.release_id, "")
    return newest


def acts(language: str) -> list[Retirement]:
    """The newest acts on SOPs that everybody may read in this language. Two queries."""
    pages = SOPPage.objects.public().filter(sop=OuterRef("sop"), language=language)
    found = Retirement.objects.filter(Exists(pages))
    return list(found.select_related("sop", "release", "successor").order_by("-pk")[:MOST])


def _numbers_before(sop_ids: set[int], language: str) -> dict[int, str]:
    """{release: the number of the one before it that has a text in this language}."""
    rows = Release.objects.filter(sop__in=sop_ids, texts__language=language)
    found, last = {}, {}
    for release in rows.order_by("effective_from", "major", "minor"):
        found[release.pk] = last.get(release.sop_id, "")
        if not release.ended:
            last[release.sop_id] = release.number
    return found


def atom(language: str, address: str) -> str:
    """The feed as XML; `address` is its own path."""
    root = settings.PUBLIC_URL.rstrip("/")
    entries = [_entry(text) for text in texts(language)]
    entries += [_act(act, language) for act in acts(language)]
    entries.sort(key=lambda entry: entry["updateddate"], reverse=True)
    feed = Feed(
        title=_("Changes of the handbook"),
        link=address_of("sop_pages:sops", language=language),
        description=_("What is new in procedures, and from which day it holds."),
        language=language,
        author_name=_("LSSO"),
        feed_url=root + address,
        feed_guid=uuid5(NAMESPACE_URL, f"{root}/{language}/changes").urn,
    )
    for entry in entries[:MOST]:
        feed.add_item(**entry)
    return feed.writeString("utf-8")


def _entry(text: ReleaseText) -> dict:
    release, language = text.release, text.language
    code = release.sop.code.lower()
    compare = ""
    if text.before:
        compare = address_of("sop_pages:compare", code, language=language)
        compare += f"?from={text.before}&to={release.number}"
    named = {"code": release.sop.code, "number": release.number, "title": text.title}
    return {
        "title": NO_XML.sub("", _("%(code)s release %(number)s: %(title)s") % named),
        "link": address_of("sop_pages:release", code, release.number, language=language),
        "description": NO_XML.sub("", _said(release, language)),
        "unique_id": uuid5(release.sop.uuid, f"release {release.number} {language}").urn,
        "pubdate": release.issued_at,
        "updateddate": release.issued_at,
        "compare": compare,
    }


def _act(act: Retirement, language: str) -> dict:
    """An entry that says that an SOP was withdrawn or replaced, or that a release is void."""
    named = {
        "code": act.sop.code,
        "number": act.release.number,
        "other": act.successor.code if act.successor else "",
        "day": date_format(act.holds_from),
    }
    words = {
        Retirement.Act.WITHDRAWN: _("%(code)s was withdrawn on %(day)s"),
        Retirement.Act.REPLACED: _("%(code)s was replaced by %(other)s on %(day)s"),
        Retirement.Act.ERROR: _("%(code)s release %(number)s is void: issued in error"),
    }
    code = act.sop.code.lower()
    void = act.act == Retirement.Act.ERROR
    place = ("sop_pages:check", code, act.release.number) if void else ("sop_pages:sop", code)
    return {
        "title": words[act.act] % named,
        "link": address_of(*place, language=language),
        "description": NO_XML.sub("", act.reason(language)),
        "unique_id": uuid5(act.sop.uuid, f"{act.act} {act.release.number} {language}").urn,
        "pubdate": act.recorded_at,
        "updateddate": act.recorded_at,
        "compare": "",
    }


def _said(release: Release, language: str) -> str:
    """What changed and since when, in plain sentences."""
    if release.ended:
        words = _("Release %(number)s was released in error. Do not work by it.")
        return words % {"number": release.number}
    note = release.note(language)
    if release.meaning_unchanged:
        note = _("Minor, meaning unchanged")
    holds = _("Holds from %(day)s") % {"day": date_format(release.effective_from)}
    return f"{note} – {holds}" if note else holds
