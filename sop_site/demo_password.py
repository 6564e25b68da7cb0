"""The one password of the demonstration people."""

import os
import secrets

from django.conf import settings

# Neither 0/O nor 1/l: it is read from a screen and typed on a phone.
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, SIGNS_A_GROUP = 3, 4


def demo_password() -> str:
    """KHUMUE_DEMO_PASSWORD, else a random one that is kept in var/demo_password (mode 0600)."""
    given = os.environ.get("KHUMUE_DEMO_PASSWORD", "").strip()
    if given:
        return given
    path = settings.VAR_DIR / "demo_password"
    if not path.exists():
        groups = (
            "".join(secrets.choice(SIGNS) for _ in range(SIGNS_A_GROUP)) for _ in range(GROUPS)
        )
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("-".join(groups))
    return path.read_text(encoding="ascii").strip()
