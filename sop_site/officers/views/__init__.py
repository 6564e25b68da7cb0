from .people import audit_log, people, print_slips
from .profile import change_password, profile
from .sign_in import locked_out, sign_in, sign_out
from .slips import first_sign_in, use_slip

__all__ = [
    "audit_log",
    "change_password",
    "first_sign_in",
    "locked_out",
    "people",
    "print_slips",
    "profile",
    "sign_in",
    "sign_out",
    "use_slip",
]
