"""Releases, those to come and those that were replaced too; of closed SOPs none."""

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.timezone import localdate
from wagtail.api import APIField

from sop_site.public_addresses import address_of

from ..models import Release, ReleaseText, Retirement, SOPPage
from ..releases import in_force_ids
from .base import ReadOnlyAPI, Told, asked_code, asked_number, told


def open_texts():
    """The texts whose page everybody may read."""
    pages = SOPPage.objects.public().filter(
        sop=OuterRef("release__sop"), language=OuterRef("language")
    )
    return ReleaseText.objects.filter(Exists(pages))


def languages_of(release: Release) -> list[dict]:
    code = release.sop.code.lower()
    return [
        {
            "language": text.language,
            "title": text.title,
            "sha256": text.sha256,
            "html_url": address_of(
                "sop_pages:release", code, release.number, language=text.language
            ),
        }
        for text in release.open_texts
    ]


def contents_of(release: Release) -> dict:
    """{language: the frozen text as plain data}. A query for each text."""
    return {text.language: text.content for text in release.open_texts}


def reason_of(release: Release, language: str) -> str:
    """Why it was declared void; those of before the log have one reason for both languages."""
    if not release.ended:
        return ""
    return next((act.reason(language) for act in release.voided), release.ended_reason)


class StateField(Told):
    """in_force, to_come, superseded, error, or withdrawn and replaced by what ended its SOP; two
    queries for all of a list."""

    def __init__(self, **kwargs):
        super().__init__(self._state, **kwargs)

    def _state(self, release: Release) -> str:
        if release.ended:
            return release.ended
        if "in_force" not in self.context:
            self.context["in_force"] = set(in_force_ids(localdate()))
            acts = Retirement.objects.on(localdate())
            self.context["ended"] = {act.sop_id: act for act in acts}
        if release.pk in self.context["in_force"]:
            return "in_force"
        act = self.context["ended"].get(release.sop_id)
        if act and release.pk <= act.release_id:
            return act.act
        return "to_come" if release.effective_from > localdate() else "superseded"


class ReleasesAPI(ReadOnlyAPI):
    name = "releases"
    model = Release
    filters = ("code", "number")
    find_query_parameters = ("code", "number")
    body_fields = [
        *ReadOnlyAPI.body_fields,
        *told(code=lambda release: release.sop.code, number=lambda release: release.number),
        APIField("state", serializer=StateField()),
        "effective_from",
        "issued_at",
        "way",
        "meaning_unchanged",
        "note_lo",
        "note_en",
        *told(
            void_reason_lo=lambda release: reason_of(release, "lo"),
            void_reason_en=lambda release: reason_of(release, "en"),
        ),
        "sha256",
        *told(languages=languages_of, content=contents_of),
    ]
    listing_default_fields = [
        "id", "type", "detail_url", "code", "number", "state", "effective_from", "issued_at", "way",
        "meaning_unchanged", "note_lo", "note_en", "void_reason_lo", "void_reason_en",
        "sha256", "languages",
    ]  # fmt: skip
    detail_only_fields = ["content"]

    def found(self):
        """Those with a text that everybody may read, by code, the latest first. Five queries."""
        texts = open_texts()
        found = Release.objects.filter(Exists(texts.filter(release=OuterRef("pk"))))
        if code := asked_code(self.request):
            found = found.filter(sop__code=code)
        if number := asked_number(self.request):
            found = found.filter(major=number[0], minor=number[1])
        shown = texts.order_by("language").defer("content")
        found = found.select_related("sop").order_by("sop__code", "-effective_from", "-pk")
        void = Retirement.objects.filter(act=Retirement.Act.ERROR)
        return found.prefetch_related(
            Prefetch("texts", queryset=shown, to_attr="open_texts"),
            Prefetch("retirements", queryset=void, to_attr="voided"),
        )
