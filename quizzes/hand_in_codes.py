"""The code of a hand-in that a phone shows before the server has heard of it.

It is made of the attempt, the hand-in's sequence and every answer: when all has arrived, the same
code can be made here, and says that nothing was changed since it was shown.
"""

import hashlib

from sop_site.offline.receipts import ALPHABET, read

from .models import Attempt

SIGNS = 8


def code_of(attempt: Attempt) -> str:
    """The code for the answers as they stand here; `attempt` has been handed in."""
    given = [
        f"{key}={_written(answer)}"
        for key, answer in attempt.responses.order_by("position").values_list(
            "question__key", "answer"
        )
    ]
    lines = [attempt.uuid.hex, str(attempt.hand_in_sequence), *given]
    number = int(hashlib.sha256("\n".join(lines).encode()).hexdigest(), 16)
    signs = ""
    for _ in range(SIGNS):
        number, sign = divmod(number, len(ALPHABET))
        signs += ALPHABET[sign]
    return read(signs)


def claimed_code(payload: dict) -> str:
    """The code that a phone sent along, in its written form; "" when there is none of its kind."""
    sent = payload.get("code")
    if not isinstance(sent, str) or len(sent) > 2 * SIGNS:
        return ""
    code = read(sent)
    known = len(code) == SIGNS + 1 and set(code) <= {*ALPHABET, "-"}
    return code if known else ""


def _written(answer) -> str:
    if not isinstance(answer, list):
        return answer or ""
    return ",".join(_written(entry) for entry in answer)
