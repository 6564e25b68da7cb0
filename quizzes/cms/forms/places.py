"""From a place in a version's content to the field of the form that holds it."""

from ...lints import Finding, Place
from ...models import QuestionType

# What a row's text is called in the content, and on the form.
NAMES = {
    ("pairs", "left"): "text",
    ("distractors", "text"): "right",
    ("known_wrong", "value"): "text",
    ("known_wrong", "formula"): "text",
}


def put_beside(found: list[Finding], form, options=None, special=None) -> list[Finding]:
    """Gives each field its `said`, a list of findings. Returns those that belong to no field."""
    left = []
    for finding in found:
        field = _field(finding.place, form, options, special)
        if field is None:
            left.append(finding)
        else:
            field.said = [*getattr(field, "said", []), finding]
    return left


def _field(place: Place, form, options, special):
    if place.row is None:
        names = [f"{place.part}_{place.language}", place.part]
        parts = [part for part in (form, special) if part]
        return next((part[n] for part in parts for n in names if n in part.fields), None)
    rows = rows_as_written(options, place.part)
    if place.row >= len(rows):
        return None
    name = f"{NAMES.get((place.part, place.name), place.name)}_{place.language}"
    row = rows[place.row]
    return row[name] if name in row.fields else None


def rows_as_written(options, part: str) -> list:
    """The rows of the form in the order of the content's part, empty ones left out."""
    bound = options.is_bound and options.is_valid()
    rows = options.filled() if bound else options.forms[: options.initial_form_count()]
    if options.question_type == QuestionType.MATCHING:
        return [row for row in rows if _has_left(row, bound) == (part == "pairs")]
    if options.question_type == QuestionType.ORDERING and bound:
        return options.steps_in_order()
    return rows


def _has_left(row, bound: bool) -> bool:
    values = row.cleaned_data if bound else row.initial
    return any(values.get(f"text_{language}") for language in ("lo", "en"))
