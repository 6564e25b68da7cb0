from .attempts import Attempt, Response
from .pools import Pool
from .questions import Question, QuestionState, QuestionType
from .quizzes import Quiz, QuizSlot, Review
from .receipts import NotedReceipt
from .versions import FrozenVersion, QuestionVersion

__all__ = [
    "Attempt",
    "FrozenVersion",
    "NotedReceipt",
    "Pool",
    "Question",
    "QuestionState",
    "QuestionType",
    "QuestionVersion",
    "Quiz",
    "QuizSlot",
    "Response",
    "Review",
]
