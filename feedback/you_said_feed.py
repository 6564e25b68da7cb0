"""You said, we did, as an Atom feed in one language: an entry for each release that reports led to,
and for each public answer."""

from datetime import datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sop_pages.feed import NO_XML, Feed
from sop_pages.models import Release
from sop_site.public_addresses import address_of

from .you_said import public_sops, standing_answers

MOST = 50


def atom(language: str, address: str) -> str:
    """The feed as XML; `address` is its own path. Five queries."""
    root = settings.PUBLIC_URL.rstrip("/")
    public = public_sops()
    entries = [_changed(one, language, root) for one in _releases(public)]
    answers = standing_answers(public).order_by("-at", "-pk")[:MOST]
    entries += [_answered(one, language, root) for one in answers]
    entries.sort(key=lambda entry: entry["updateddate"], reverse=True)
    feed = Feed(
        title=_("You said, we did"),
        link=address_of("feedback:you_said", language=language),
        description=_("What officers reported, and what became of it."),
        language=language,
        author_name=_("LSSO"),
        feed_url=root + address,
        feed_guid=uuid5(NAMESPACE_URL, f"{root}/{language}/you-said").urn,
    )
    for entry in entries[:MOST]:
        feed.add_item(**entry)
    return feed.writeString("utf-8")


def _releases(public):
    found = Release.objects.standing().filter(
        sop__in=public, causes__isnull=False, effective_from__lte=timezone.localdate()
    )
    found = found.select_related("sop").prefetch_related("causes__step").distinct()
    return found.in_order()[:MOST]


def _changed(release: Release, language: str, root: str) -> dict:
    named = {"code": release.sop.code, "number": release.number}
    said = "; ".join(cause.said for cause in release.causes.all())
    zone = timezone.get_default_timezone()
    at = datetime.combine(release.effective_from, time(), zone)
    code = release.sop.code.lower()
    compare = address_of("sop_pages:compare", code, language=language)
    return {
        "title": NO_XML.sub("", _("Changed in %(code)s %(number)s") % named + f": {said}"),
        "link": address_of("sop_pages:release", code, release.number, language=language),
        "description": NO_XML.sub("", release.note(language)),
        "unique_id": uuid5(release.sop.uuid, f"you-said {release.number} {language}").urn,
        "pubdate": at,
        "updateddate": at,
        "compare": f"{compare}?to={release.number}",
    }


def _answered(answer, language: str, root: str) -> dict:
    return {
        "title": NO_XML.sub("", f"{answer.get_outcome_display()}: {answer.title}"),
        "link": address_of("feedback:you_said", language=language)
        + f"?month={timezone.localdate(answer.at):%Y-%m}#answer-{answer.pk}",
        "description": NO_XML.sub("", answer.text),
        "unique_id": uuid5(NAMESPACE_URL, f"{root}/{language}/you-said/{answer.pk}").urn,
        "pubdate": answer.at,
        "updateddate": answer.changed_at,
        "compare": "",
    }
