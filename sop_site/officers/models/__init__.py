from .audit import AuditEntry
from .places import District, Province
from .slips import Slip
from .user import User

__all__ = ["AuditEntry", "District", "Province", "Slip", "User"]
