"""The receipt codes of a hand-in: the one that its phone shows before the server has heard of it,
and ours, which the inbox gave it (sop_site/offline/receipts.py). Either stands for the attempt.

The phone's is made of the attempt, the hand-in's sequence and every answer: when all has arrived,
the same code can be made here, and says that nothing was changed since it was shown.
"""

import hashlib

from sop_site.offline.receipts import ALPHABET, read

from .models import Attempt

SIGNS = 8
OURS = range(5, 11)  # signs, as sop_site.offline.receipts.free_code makes them


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
    code = code_typed(payload.get("code"))
    return code if len(code) == SIGNS + 1 else ""


def code_typed(text) -> str:
    """A receipt code of either kind in its written form; "" for what can be none."""
    if not isinstance(text, str) or len(text) > 2 * SIGNS:
        return ""
    code = read(text)
    known = len(code) - 1 in OURS and set(code) <= {*ALPHABET, "-"}
    return code if known else ""


def _written(answer) -> str:
    if not isinstance(answer, list):
        return answer or ""
    return ",".join(_written(entry) for entry in answer)
