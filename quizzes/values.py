"""Reference values in questions: `{vol_rate}` stands for what held on the day of the draw."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sop_pages.figures import from_json, in_text, keys_in, to_json
from sop_pages.models.values import ReferenceValue, values_on

from .computing import drawing_faults, own_names, value_names
from .content import all_texts


def named_keys(content: dict) -> set[str]:
    """The reference values that a content names, in its texts or its formulas."""
    return (keys_in(all_texts(content)) | value_names(content)) - own_names(content)


def values_today(contents: list[dict]) -> dict[str, dict[str, str]]:
    """The values that these contents name, as an attempt keeps them; at most one query."""
    keys = {key for content in contents for key in named_keys(content)}
    if not keys:
        return {}
    known = values_on(timezone.localdate())
    return {key: to_json(known[key]) for key in sorted(keys) if key in known}


def unknown_values(content: dict) -> list[str]:
    """A sentence for each key that is no reference value, and for each drawn number that has the
    name of one; at most one query."""
    keys, own = named_keys(content), own_names(content)
    if not keys | own:
        return []
    wanted = ReferenceValue.objects.filter(key__in=keys | own)
    known = set(wanted.values_list("key", flat=True))
    said = [
        _("There is no reference value {%(key)s}.") % {"key": key} for key in sorted(keys - known)
    ]
    return said + [
        _("{%(key)s} is a reference value: give the drawn number another name.") % {"key": key}
        for key in sorted(own & known)
    ]


def uncomputed(content: dict) -> list[str]:
    """What goes wrong when numbers are drawn with today's values: sentences; one query."""
    return drawing_faults(content, values_today([content]))


def written(values: dict, key: str) -> str | None:
    """A kept value as the shown language writes it; None when LSSO has not given it."""
    return in_text(from_json(key, values[key])) if key in values else None
