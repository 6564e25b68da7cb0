"""What the endpoints share: read only, by anybody, in pages of at most 50, with an ETag."""

import re
from datetime import date

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet

from ..models.releases import NUMBER
from ..models.sops import CODE
from ..models.values import VALUE_KEY

MOST_SKIPPED = 100_000
BIGGEST_ID = 2**63 - 1
LONGEST_FIELDS = 300
LANGUAGES = ("lo", "en")


class Told(Field):
    """A field that a function tells of the object: Told(lambda release: release.number)."""

    def __init__(self, tell, **kwargs):
        super().__init__(read_only=True, **kwargs)
        self.tell = tell

    def get_attribute(self, instance):
        return instance

    def to_representation(self, instance):
        return self.tell(instance)


def told(**fields) -> list[APIField]:
    """told(number=lambda release: …): fields by name."""
    return [APIField(name, serializer=Told(tell)) for name, tell in fields.items()]


class BoundedPagination(WagtailPagination):
    """Wagtail's, with a bound for the offset too: a database counts only so far."""

    def paginate_queryset(self, queryset, request, view=None):
        offset = request.GET.get("offset", "")
        if offset.isdecimal() and (len(offset) > 9 or int(offset) > MOST_SKIPPED):
            raise BadRequestError(f"offset cannot be higher than {MOST_SKIPPED}")
        return super().paginate_queryset(queryset, request, view)


def asked(request, name: str, pattern: re.Pattern | tuple[str, ...]) -> str:
    """A query parameter, "" where there is none. Raises BadRequestError for what it can't be."""
    value = request.GET.get(name, "")
    if not value:
        return ""
    fits = value in pattern if isinstance(pattern, tuple) else pattern.fullmatch(value)
    if not fits:
        raise BadRequestError(f"{name} is not of its form")
    return value


def asked_code(request) -> str:
    value = request.GET.get("code", "").upper()
    if value and not CODE.regex.match(value):
        raise BadRequestError("code is not of its form, such as REG-01")
    return value


def asked_number(request) -> tuple[int, int] | None:
    """The parts of a release's number."""
    found = NUMBER.fullmatch(asked(request, "number", NUMBER) or "")
    return (int(found[1]), int(found[2])) if found else None


def asked_key(request) -> str:
    return asked(request, "key", VALUE_KEY.regex)


def asked_day(request, name: str) -> date | None:
    value = request.GET.get(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadRequestError(f"{name} is not a day, such as 2026-12-01") from error


class ReadOnlyAPI(BaseAPIViewSet):
    """An endpoint. Subclasses say `filters`, the query parameters that narrow the list."""

    authentication_classes = ()
    permission_classes = ()
    metadata_class = None
    pagination_class = BoundedPagination
    filters: tuple[str, ...] = ()
    known_query_parameters = frozenset(["limit", "offset", "fields"])
    body_fields = ["id"]
    meta_fields = [
        "type",
        APIField("detail_url", serializer=Told(lambda thing: detail_url(thing))),
    ]

    def get_queryset(self):
        """Asked for several times a request, made once."""
        if not hasattr(self, "_found"):
            self._found = self.found()
        return self._found

    def found(self):
        """What is told, narrowed by `filters`. Raises BadRequestError."""
        raise NotImplementedError

    def detail_view(self, request, pk):
        if pk > BIGGEST_ID:  # SQLite can't even ask for it
            raise Http404("not found")
        return super().detail_view(request, pk)

    def check_query_parameters(self, queryset):
        unknown = set(self.request.GET) - self.known_query_parameters - set(self.filters)
        if unknown:
            raise BadRequestError(f"unknown query parameters: {', '.join(sorted(unknown))}")

    def get_serializer_class(self):
        if len(self.request.GET.get("fields", "")) > LONGEST_FIELDS:
            raise BadRequestError("fields is too long")
        return super().get_serializer_class()

    def find_view(self, request):
        """Leads to the one object that the query parameters name."""
        queryset = self.get_queryset()
        self.check_query_parameters(queryset)
        if not all(request.GET.get(name) for name in self.find_query_parameters):
            raise BadRequestError(f"say which one: {' and '.join(self.find_query_parameters)}")
        found = queryset.first()
        if found is None:
            raise Http404("not found")
        return redirect(request.wagtailapi_router.get_object_detail_urlpath(type(found), found.pk))

    def get_renderer_context(self):
        return super().get_renderer_context() | {"indent": None}

    @classmethod
    def get_urlpatterns(cls):
        return [path(str(p.pattern), kept(p.callback), name=p.name) for p in cls._wagtails()]

    @classmethod
    def _wagtails(cls):
        return super().get_urlpatterns()


def kept(view):
    """Whoever asks again is told that nothing changed; nobody shows what is old."""
    return conditional_page(cache_control(no_cache=True)(view))


def detail_url(thing) -> str:
    from .urls import router

    return settings.PUBLIC_URL.rstrip("/") + router.get_object_detail_urlpath(type(thing), thing.pk)
