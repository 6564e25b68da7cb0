"""Titles of steps where they stand apart from their SOP: today's values filled in."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, Value, When
from django.utils.timezone import localdate

from .figures import KEY, filled
from .models import SOPPage, Step, values_on

KINDS = [kind for kind, _label in Step.Kind.choices]  # steps first, as one reads


def titles_of(steps: Iterable[Step], language: str) -> dict[int, str]:
    """{step: its title in this language, else in the other, else its key}; one query where a title
    names a value."""
    titles = {step.pk: step.title(language) or step.key for step in steps}
    if not any(KEY.search(title) for title in titles.values()):
        return titles
    figures = values_on(localdate())
    return {pk: filled(title, figures) for pk, title in titles.items()}


def by_sop(steps, language: str) -> list[tuple[str, list[tuple[Step, str]]]]:
    """To choose from a queryset of steps: [(the SOP's code and title, [(step, its title)])], in the
    order in which they are read. Three queries."""
    place = Case(
        *(When(kind=kind, then=Value(n)) for n, kind in enumerate(KINDS)),
        output_field=IntegerField(),
    )
    found = list(steps.select_related("sop").order_by("sop__code", place, "number", "pk"))
    names, titles = _names(language), titles_of(found, language)
    groups: dict[str, list[tuple[Step, str]]] = {}
    for step in found:
        code = step.sop.code
        name = f"{code} · {names[code]}" if names.get(code) else code
        groups.setdefault(name, []).append((step, titles[step.pk]))
    return list(groups.items())


def _names(language: str) -> dict[str, str]:
    """{code: title} of the SOPs, in this language where there is one."""
    rows = SOPPage.objects.values_list("sop__code", "language", "title")
    in_order = sorted(rows, key=lambda row: row[1] == language)
    return {code: title for code, _language, title in in_order}
