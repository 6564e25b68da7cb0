from .corrections import Correction
from .drafts import DraftPhoto
from .holidays import Holiday
from .log import StateChange
from .messages import Message
from .notices import Notice, Reach
from .photos import ReportPhoto
from .phrases import Phrase
from .public_answers import PublicAnswer
from .recordings import Recording
from .redactions import Redaction
from .release_answers import ReleaseAnswer, standing_changes
from .reports import Report
from .solutions import Solution, Trial
from .tags import Tag
from .themes import Gram, Theme, Vote

__all__ = [
    "Correction",
    "DraftPhoto",
    "Gram",
    "Holiday",
    "Message",
    "Notice",
    "Phrase",
    "PublicAnswer",
    "Reach",
    "Recording",
    "Redaction",
    "ReleaseAnswer",
    "Report",
    "ReportPhoto",
    "Solution",
    "StateChange",
    "Tag",
    "Theme",
    "Trial",
    "Vote",
    "standing_changes",
]
