"""The form of a reference value: what is refused, and what must be seen before it is saved."""

from hashlib import sha256

from django.utils.formats import date_format
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..evidence import Naming, naming
from ..models import ReferenceValue

SEEN = "places_seen"
# What readers or computing meet; a source or a note changes no place.
MEANT = ("key", "value", "unit", "valid_from")
MOST_PERCENT = 100


class ReferenceValueForm(WagtailAdminModelForm):
    """Saves only when the places that a change touches were on the screen: the page that shows
    them carries their digest. Refuses days and numbers that can't be meant."""

    def clean(self):
        cleaned = super().clean()
        self._refuse_numbers(cleaned)
        self._refuse_days(cleaned)
        if not self.errors and self._changes_meaning() and self._must_look():
            said = _("This touches the places that are listed here. Look at them, then save again.")
            self.add_error(None, said)
        return cleaned

    def _changes_meaning(self) -> bool:
        return self.instance._state.adding or any(name in self.changed_data for name in MEANT)

    def _must_look(self) -> bool:
        return bool(self.touched()) and self.data.get(SEEN) != self.seen()

    def touched(self) -> list[Naming]:
        """The places that name the value's key, as it was and as it was typed."""
        if not hasattr(self, "_touched"):
            before = self.initial.get("key") or ""
            typed = self.data.get("key", "").strip() if self.is_bound else before
            keys = dict.fromkeys(key for key in (typed, before) if key)
            self._touched = list(dict.fromkeys(place for key in keys for place in naming(key)))
        return self._touched

    def seen(self) -> str:
        """Names the list that is on the screen."""
        return sha256(repr(self.touched()).encode()).hexdigest()[:32]

    def _refuse_numbers(self, cleaned: dict) -> None:
        value, unit = cleaned.get("value"), cleaned.get("unit")
        if value is None:
            return
        units = ReferenceValue.Unit
        if value < 0:
            self.add_error("value", _("A value is not below nought."))
        elif unit == units.PERCENT and value > MOST_PERCENT:
            self.add_error("value", _("A percentage is at most 100."))
        elif unit in {units.PHONE, units.MONTHS, units.DAYS} and value != int(value):
            self.add_error("value", _("This is a whole number."))

    def _refuse_days(self, cleaned: dict) -> None:
        """What held on days gone by stays: only a key's first value may begin in the past."""
        key, day = cleaned.get("key"), cleaned.get("valid_from")
        if not key or "valid_from" in self.errors:
            return
        others = ReferenceValue.objects.filter(key=key).exclude(pk=self.instance.pk)
        moved = self.instance._state.adding or {"valid_from", "key"} & set(self.changed_data)
        if day is None or not moved:
            return
        earlier = others.filter(valid_from__isnull=True) | others.filter(valid_from__lt=day)
        if day < localdate() and earlier.exists() and not others.filter(valid_from=day).exists():
            said = _(
                "%(day)s is past: {%(key)s} had a value on that day, and old releases show it. "
                "Choose today or later; to correct a value, edit it."
            ) % {"day": date_format(day), "key": key}
            self.add_error("valid_from", said)

    def save(self, commit=True):
        value = self.instance
        if not value.reviewed:
            value.reviewed_by = value.reviewed_at = None
        elif self._changes_meaning() or "reviewed" in self.changed_data:
            value.reviewed_by, value.reviewed_at = self.for_user, now()
        return super().save(commit)
