"""Ordering questions: rows of the form to steps and their order, and back."""

from ...models import QuestionType
from ...option_keys import new_keys
from .rows import StepForm, row_of


def step_rows(content: dict) -> list[dict]:
    """The steps in the right order, each with its place."""
    items = {item["key"]: item for item in content.get("items", [])}
    return [
        row_of(items[key]) | {"place": place, "right": None}
        for place, key in enumerate(content.get("order", []), 1)
    ]


def placed(rows: list[StepForm], before: dict) -> list[tuple[str, StepForm]]:
    """The rows with their keys, in the right order: by place, a new row before the one that had
    its place, rows without a place at the end. Keys that were there are kept."""
    known = {item["key"] for item in before.get("items", [])}
    given = [row.cleaned_data["key"] for row in rows]
    keys = new_keys([key if key in known else "" for key in given], QuestionType.ORDERING)
    return sorted(
        zip(keys, rows, strict=True),
        key=lambda pair: (pair[1].cleaned_data["place"] or 100, pair[0] in known),
    )


def steps_content(rows: list[StepForm], before: dict) -> dict:
    """The version's steps by their keys, and the right order apart."""
    in_order = placed(rows, before)
    items = [
        {"key": key, "text": row.both("text"), "feedback": row.both("feedback")}
        for key, row in sorted(in_order, key=lambda pair: pair[0])
    ]
    return {"items": items, "order": [key for key, _row in in_order]}
