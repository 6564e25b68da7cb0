"""Reference values in questions: `{vol_rate}` stands for what held on the day of the draw."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sop_pages.figures import from_json, in_text, keys_in, to_json
from sop_pages.models.values import ReferenceValue, values_on

from .content import all_texts


def values_today(contents: list[dict]) -> dict[str, dict[str, str]]:
    """The values that these contents name, as an attempt keeps them; at most one query."""
    keys = keys_in(text for content in contents for text in all_texts(content))
    if not keys:
        return {}
    known = values_on(timezone.localdate())
    return {key: to_json(known[key]) for key in sorted(keys) if key in known}


def unknown_values(content: dict) -> list[str]:
    """A sentence for each key in these texts that is no reference value; at most one query."""
    keys = keys_in(all_texts(content))
    if not keys:
        return []
    known = set(ReferenceValue.objects.filter(key__in=keys).values_list("key", flat=True))
    return [
        _("There is no reference value {%(key)s}.") % {"key": key} for key in sorted(keys - known)
    ]


def written(values: dict, key: str) -> str | None:
    """A kept value as the shown language writes it; None when LSSO has not given it."""
    return in_text(from_json(key, values[key])) if key in values else None
