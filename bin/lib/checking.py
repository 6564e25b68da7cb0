"""bin/check: what a machine can say of the code, one line each; all are run, faults shown last."""

import os
import subprocess
import sys
import time

import environment
from environment import PYTHON, ROOT, say

# An honest server's environment; a database is not needed to be checked.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "sop_site.settings.production",
    "SECRET_KEY": "Zr8xK2vQ9mT4wB7nL1cF6hJ3pD5sG0yAeUiOqRtYbNxWzVkCdE2",
    "ALLOWED_HOSTS": "khumue.example.la",
    "DATABASE_URL": "",
    "REDIS_URL": "",
}
MANAGE = [PYTHON, "manage.py"]
LAYERS = "from importlinter.cli import lint_imports_command as check; check()"
CHECKS = {
    "ruff check": ([PYTHON, "-m", "ruff", "check", "."], {}),
    "ruff format": ([PYTHON, "-m", "ruff", "format", "--check", "."], {}),
    "layers": ([PYTHON, "-c", LAYERS], {}),
    "migrations": ([*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
    "settings": ([*MANAGE, "check", "--deploy", "--fail-level=WARNING"], PRODUCTION),
    "translations": ([*MANAGE, "translations", "check"], {}),
}


def main() -> int:
    environment.ready("dev")
    faults = [name for name in CHECKS if not passes(name)]
    if faults:
        say(f"Not in order: {', '.join(faults)}.")
    return 1 if faults else 0


def passes(name: str) -> bool:
    command, extra = CHECKS[name]
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **extra},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    state = "ok" if done.returncode == 0 else "NOT IN ORDER"
    say(f"{name}: {state} ({time.monotonic() - began:.1f} s)")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
