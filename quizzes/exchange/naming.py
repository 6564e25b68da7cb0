"""Keys of questions that come from files."""

import hashlib
import json

from ..models.questions import KEY

KEY_LENGTH = 40


def is_key(identifier: str) -> bool:
    return len(identifier) <= KEY_LENGTH and KEY.regex.match(identifier) is not None


def key_of(words) -> str:
    """A key made of what a question says (anything JSON can hold), the same for the same words."""
    said = json.dumps(words, sort_keys=True, ensure_ascii=False)
    return "Q-" + hashlib.sha256(said.encode()).hexdigest()[:12]
