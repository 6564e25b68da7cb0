from .drafts import DraftPhoto
from .holidays import Holiday
from .log import StateChange
from .messages import Message
from .photos import ReportPhoto
from .phrases import Phrase
from .reports import Report

__all__ = ["DraftPhoto", "Holiday", "Message", "Phrase", "Report", "ReportPhoto", "StateChange"]
