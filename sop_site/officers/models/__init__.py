from .audit import AuditEntry
from .places import District, Province
from .removals import RemovalRequest
from .slips import Slip
from .user import User

__all__ = ["AuditEntry", "District", "Province", "RemovalRequest", "Slip", "User"]
