"""Reference values: each with the day from which it holds and its source."""

from django.db.models import F

from ..models import ReferenceValue
from .base import ReadOnlyAPI, asked_day, asked_key, told


class ValuesAPI(ReadOnlyAPI):
    name = "values"
    model = ReferenceValue
    filters = ("key", "on")
    find_query_parameters = ("key", "on")
    body_fields = [
        *ReadOnlyAPI.body_fields,
        "key",
        "label_lo",
        "label_en",
        *told(value=lambda row: f"{row.value.normalize():f}"),
        "unit",
        "note_lo",
        "note_en",
        "valid_from",
        "source",
        "reviewed",
    ]
    listing_default_fields = [
        "id", "type", "detail_url", "key", "label_lo", "label_en", "value", "unit", "note_lo",
        "note_en", "valid_from", "source", "reviewed",
    ]  # fmt: skip

    def found(self):
        """All, or those that hold on a day; by key, the latest first."""
        found = ReferenceValue.objects.all()
        if day := asked_day(self.request, "on"):
            found = found.holding(day)
        if key := asked_key(self.request):
            found = found.filter(key=key)
        return found.order_by("key", F("valid_from").desc(nulls_last=True))
