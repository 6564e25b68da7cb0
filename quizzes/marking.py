"""What a phone needs to mark a practice by itself: the key of a question, without its texts."""

from decimal import Decimal

from .content import CHOICES, NUMBERS, decimal
from .models.questions import QuestionType
from .pairing import right_of_each


def marking(question_type: str, content: dict) -> dict:
    """The key for grading.js: {type, …}. Numbers are plainly written decimals.

    Only for questions of a practice whose review may be seen.
    """
    if question_type in CHOICES:
        return {
            "type": question_type,
            "weights": {option["key"]: _written(option["weight"]) for option in content["options"]},
        }
    if question_type in NUMBERS:
        return {
            "type": QuestionType.NUMERIC,
            "answer": _written(content["answer"]),
            "tolerance": _written(content.get("tolerance", "0")),
            "units": _texts(content.get("unit")),
            "known_wrong": [_written(wrong["value"]) for wrong in content.get("known_wrong", [])],
        }
    if question_type == QuestionType.MATCHING:
        extra = [one["key"] for one in content.get("distractors", [])]
        return {"type": question_type, "pairs": right_of_each(content), "extra": extra}
    if question_type == QuestionType.ORDERING:
        return {"type": question_type, "order": content["order"]}
    return {
        "type": question_type,
        "accepted": [text for texts in content.get("accepted", {}).values() for text in texts],
        "known_wrong": [_texts(wrong["text"]) for wrong in content.get("known_wrong", [])],
    }


def _written(number: str) -> str:
    return f"{decimal(number) or Decimal(0):f}"


def _texts(both: dict | None) -> list[str]:
    return list((both or {}).values())
