"""Receipt codes that can be read out on a bad line: K7M-2P."""

import secrets
from collections.abc import Callable

# Without 0 O, 1 I L, 5 S, 8 B, U V: they are mistaken for each other, by ear or by eye.
ALPHABET = "234679ACDEFGHJKMNPQRTWXYZ"


def code(length: int = 5) -> str:
    """A random code of `length` signs with a dash after the third."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return f"{signs[:3]}-{signs[3:]}"


def free_code(is_taken: Callable[[str], bool]) -> str:
    """A code that is not taken; it grows by a sign when short ones get scarce."""
    for attempt in range(60):
        candidate = code(5 + attempt // 10)
        if not is_taken(candidate):
            return candidate
    raise RuntimeError("No receipt code is free.")


def read(typed: str) -> str:
    """A code as people type it (small letters, no dash), in its written form."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return f"{signs[:3]}-{signs[3:]}"
