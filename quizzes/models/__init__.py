from .attempts import Attempt, Response
from .figures import QuizFigures
from .pools import Pool
from .questions import Question, QuestionState, QuestionType
from .quizzes import Quiz, QuizSlot, Review
from .receipts import NotedReceipt
from .regrades import Regrade, RegradedAttempt, RegradedResponse
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
    "QuizFigures",
    "QuizSlot",
    "Regrade",
    "RegradedAttempt",
    "RegradedResponse",
    "Response",
    "Review",
]
