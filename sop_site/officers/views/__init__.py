from .held import ask_to_be_removed, held, may_remove, own_file, removals, remove
from .people import audit_log, people, print_slips
from .profile import change_password, profile
from .sign_in import locked_out, sign_in, sign_out
from .slips import first_sign_in, use_slip

__all__ = [
    "ask_to_be_removed",
    "audit_log",
    "change_password",
    "first_sign_in",
    "held",
    "locked_out",
    "may_remove",
    "own_file",
    "people",
    "print_slips",
    "profile",
    "removals",
    "remove",
    "sign_in",
    "sign_out",
    "use_slip",
]
