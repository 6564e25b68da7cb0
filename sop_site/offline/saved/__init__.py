"""The saved copy: what a phone keeps of the site, so that it can be read without a network.

Apps say what belongs to it in AppConfig.ready(): `saved.register(name, source)`.
"""

from .documents import Document
from .patterns import Pattern
from .registry import register
from .rendered import documents, restricted, row_of

__all__ = ["Document", "Pattern", "documents", "register", "restricted", "row_of"]
