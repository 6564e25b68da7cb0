"""What a question's plain form sends, as the answer that the inbox takes."""

from .models import QuestionType


def answer_from(question_type: str, posted):
    """The answer in a submitted form: a list of keys or pairs, or a text ("" for none)."""
    if question_type == QuestionType.MULTIPLE:
        return sorted(set(posted.getlist("answer")))
    if question_type == QuestionType.MATCHING:
        # Each left side sends "left:right", or nothing while it has none.
        return sorted(text.split(":", 1) for text in posted.getlist("answer") if ":" in text)
    return posted.get("answer", "")


def is_same(answer, stored) -> bool:
    """Whether nothing new was given: sending a page twice, or turning pages."""
    if isinstance(answer, str):
        answer = answer.strip()
    if answer in ("", []):
        return stored in (None, "", [])
    return answer == stored
