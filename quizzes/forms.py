"""What a question's plain form sends, as the answer that the inbox takes."""

from .models import QuestionType
from .ordering import moved


def answer_from(question_type: str, posted):
    """The answer in a submitted form: a list of keys or pairs, or a text ("" for none)."""
    if question_type == QuestionType.MULTIPLE:
        return sorted(set(posted.getlist("answer")))
    if question_type == QuestionType.MATCHING:
        # Each left side sends "left:right", or nothing while it has none.
        return sorted(text.split(":", 1) for text in posted.getlist("answer") if ":" in text)
    if question_type == QuestionType.ORDERING:
        return _order_from(posted)
    return posted.get("answer", "")


def _order_from(posted) -> list[str]:
    """The order in which the steps stand, after the move that was asked for. One that nobody has
    touched says nothing, unless it is said by "Next"."""
    if posted.get("touched") or "move" in posted or posted.get("go", "next") == "next":
        return moved(posted.getlist("answer"), posted.get("move", ""))
    return []


def is_same(answer, stored) -> bool:
    """Whether nothing new was given: sending a page twice, or turning pages."""
    if isinstance(answer, str):
        answer = answer.strip()
    if answer in ("", []):
        return stored in (None, "", [])
    return answer == stored
