from .attempts import Attempt, Response
from .figures import QuizFigures
from .pools import Pool
from .questions import Question, QuestionState, QuestionType
from .quizzes import Quiz, QuizSlot, Review
from .versions import FrozenVersion, QuestionVersion

__all__ = [
    "Attempt",
    "FrozenVersion",
    "Pool",
    "Question",
    "QuestionState",
    "QuestionType",
    "QuestionVersion",
    "Quiz",
    "QuizFigures",
    "QuizSlot",
    "Response",
    "Review",
]
