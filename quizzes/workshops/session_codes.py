"""The code that a sitting shows: six digits from its secret and the time. Pure, no database.

In the manner of RFC 6238, with a longer period: a room needs time to type.
"""

import hmac
from datetime import datetime

PERIOD = 300  # seconds
DIGITS = 6
# Typed as it changed, or on a phone whose clock is a little off.
NEAR = (0, -1, 1)


def _number(moment: datetime) -> int:
    return int(moment.timestamp() // PERIOD)


def _code(secret: str, number: int) -> str:
    digest = hmac.digest(secret.encode(), str(number).encode(), "sha256")
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def code_at(secret: str, moment: datetime) -> str:
    return _code(secret, _number(moment))


def seconds_left(moment: datetime) -> int:
    """Until the code changes."""
    return PERIOD - int(moment.timestamp()) % PERIOD


def is_code_at(secret: str, code: str, moment: datetime) -> bool:
    """Whether it is the code of that moment, or of the period before or after."""
    return any(hmac.compare_digest(code, _code(secret, _number(moment) + n)) for n in NEAR)


def is_code_between(secret: str, code: str, first: datetime, last: datetime) -> bool:
    """Whether it was shown at any time between the two."""
    numbers = range(_number(first), _number(last) + 1)
    return any(hmac.compare_digest(code, _code(secret, number)) for number in numbers)


def as_typed(text) -> str:
    """The digits of what was typed, Lao ones too; "" unless there are six."""
    if not isinstance(text, str):
        return ""
    digits = "".join(str(int(sign)) for sign in text[:40] if sign.isdecimal())
    return digits if len(digits) == DIGITS else ""
