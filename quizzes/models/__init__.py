from .attempts import Attempt, Response
from .attendance import Attendance, Session
from .enrolments import Enrolment
from .figures import QuizFigures
from .frozen import FrozenVersion
from .grams import QuestionGram
from .overrides import CohortOverride, Override
from .papers import PaperEntry, PaperPrint, PaperQuestion, PaperSheet, PaperVersion
from .pools import Pool
from .programmes import Material, Module, Programme
from .questions import Question, QuestionState, QuestionType
from .quizzes import Quiz, QuizSlot, Review
from .receipts import NotedReceipt
from .regrades import Regrade, RegradedAttempt, RegradedResponse
from .stories import Story, StoryVersion
from .versions import QuestionVersion
from .workshops import Cohort, Workshop

__all__ = [
    "Attempt",
    "Attendance",
    "Cohort",
    "CohortOverride",
    "Enrolment",
    "FrozenVersion",
    "Material",
    "Module",
    "NotedReceipt",
    "Override",
    "PaperEntry",
    "PaperPrint",
    "PaperQuestion",
    "PaperSheet",
    "PaperVersion",
    "Pool",
    "Programme",
    "Question",
    "QuestionGram",
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
    "Session",
    "Story",
    "StoryVersion",
    "Workshop",
]
