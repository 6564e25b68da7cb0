from ..search.models import SearchEntry, SearchMiss, SearchPassage
from .acknowledgements import Acknowledgement, AcknowledgementRequest
from .approval import ReviewTask
from .causes import ReleaseCause
from .contacts import Contact, ContactTag
from .local_notes import LocalNote, LocalNoteDeed
from .pages import HandbookPage, SectionPage, SOPPage, SOPTag
from .recordings import Recording
from .releases import Release, ReleaseText
from .rendered import RenderedSOP
from .retirements import Retirement
from .reviews import Review, ReviewPlan, ReviewReminder
from .sops import SOP, Step
from .translations import ReleaseTranslation, RightTranslation
from .values import Figure, ReferenceValue, values_on
from .wrong_numbers import WrongNumber

__all__ = [
    "SOP",
    "Acknowledgement",
    "AcknowledgementRequest",
    "Contact",
    "ContactTag",
    "Figure",
    "HandbookPage",
    "LocalNote",
    "LocalNoteDeed",
    "Recording",
    "ReferenceValue",
    "Release",
    "ReleaseCause",
    "ReleaseText",
    "ReleaseTranslation",
    "RenderedSOP",
    "Retirement",
    "Review",
    "ReviewPlan",
    "ReviewReminder",
    "ReviewTask",
    "RightTranslation",
    "SOPPage",
    "SOPTag",
    "SearchEntry",
    "SearchMiss",
    "SearchPassage",
    "SectionPage",
    "Step",
    "WrongNumber",
    "values_on",
]
