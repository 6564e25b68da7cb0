"""SOPs as they are read today, one item a language."""

from django.db.models import Prefetch, Q
from django.utils.timezone import localdate
from rest_framework.fields import Field
from wagtail.api import APIField

from sop_site.public_addresses import address_of

from ..models import ReleaseText, RenderedSOP, SOPPage
from ..rendering import TASKS
from .base import LANGUAGES, ReadOnlyAPI, asked, asked_code, told

HEAVY = ("body", "stranger_page", "stranger_gzip")


def copy_of(page: SOPPage) -> RenderedSOP:
    """What is served of this page today; the list has loaded it."""
    return page.served[-1]


class ContentField(Field):
    """The text in force as plain data, with `{key}` in place of numbers. One query."""

    def get_attribute(self, page):
        return ReleaseText.objects.get(release=copy_of(page).release_id, language=page.language)

    def to_representation(self, text):
        return text.content


class SOPsAPI(ReadOnlyAPI):
    name = "sops"
    model = SOPPage
    filters = ("code", "language", "task")
    find_query_parameters = ("code", "language")
    meta_fields = ReadOnlyAPI.meta_fields + told(
        html_url=lambda page: address_of("sop_pages:sop", page.code.lower(), language=page.language)
    )
    body_fields = [
        *ReadOnlyAPI.body_fields,
        *told(
            code=lambda page: page.code,
            language=lambda page: page.language,
            title=lambda page: copy_of(page).title,
            task=lambda page: copy_of(page).task,
            minutes=lambda page: copy_of(page).minutes,
            release=lambda page: copy_of(page).number,
            effective_from=lambda page: copy_of(page).effective_from,
            sample=lambda page: copy_of(page).sample,
            description=lambda page: copy_of(page).description,
            values=lambda page: copy_of(page).figures,
        ),
        APIField("content", serializer=ContentField(read_only=True)),
    ]
    listing_default_fields = [
        "id", "type", "detail_url", "html_url", "code", "language", "title", "task", "minutes",
        "release", "effective_from", "sample",
    ]  # fmt: skip
    detail_only_fields = ["description", "values", "content"]

    def found(self):
        """Pages that everybody may read, each with what is served of it today. Four queries."""
        day = localdate()
        served = RenderedSOP.objects.filter(holds_from__lte=day).order_by("holds_from")
        pages = SOPPage.objects.public().filter(self._listed(day)).select_related("sop")
        if code := asked_code(self.request):
            pages = pages.filter(sop__code=code)
        loaded = Prefetch("rendered", queryset=served.defer(*HEAVY), to_attr="served")
        return pages.prefetch_related(loaded).order_by("sop__code", "language")

    def _listed(self, day) -> Q:
        """The pages of the languages and the task that are asked for."""
        language = asked(self.request, "language", LANGUAGES)
        task = asked(self.request, "task", tuple(TASKS))
        found = Q()
        for name in (language,) if language else LANGUAGES:
            copies = RenderedSOP.objects.listed(name, day).filter(
                **({"task": task} if task else {})
            )
            found |= Q(pk__in=copies.order_by().values("page"))
        return found
