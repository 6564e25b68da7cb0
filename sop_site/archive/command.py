"""What the commands on archives have in common: words on stderr, one JSON object, exit 0, 1, 2."""

import errno
import json
import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import Error

from .form import Refused

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Interrupted(Exception):
    """Ctrl-C, or the wish of whoever started us."""


class ArchiveCommand(BaseCommand):
    """`deed(**options)` returns {…} for --json and says its words with `say`."""

    requires_system_checks = []
    requires_migrations_checks = False
    untouched = "Nothing was changed."

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="don't ask before overwriting")
        parser.add_argument("--json", action="store_true", help="answer in JSON on stdout")

    def say(self, words: str) -> None:
        self.stderr.write(words)
        self.stderr.flush()

    def handle(self, *args, **options):
        as_json = options["json"]
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            told = self.deed(**options)
        except (Refused, Interrupted, KeyboardInterrupt, OSError, Error) as error:
            sentence = self._sentence(error)
            self.say(sentence)
            if as_json:
                self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
            sys.exit(1)
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _sentence(self, error: BaseException) -> str:
        if isinstance(error, Refused):
            return str(error)
        if isinstance(error, (Interrupted, KeyboardInterrupt)):
            return f"Interrupted. {self.untouched}"
        full = isinstance(error, OSError) and error.errno in FULL
        if full or "disk is full" in str(error) or "No space left" in str(error):
            return f"The disk is full. {self.untouched}"
        if "disk I/O error" in str(error):
            return f"The disk can't be written. {self.untouched}"
        return f"That did not work: {str(error).strip()}. {self.untouched}"

    def agreed(self, question: str, yes: bool) -> None:
        """Asks on the terminal, unless it was said before. Raises Refused."""
        if yes:
            return
        self.say(f"{question}\nType yes to go on:")
        if sys.stdin.readline().strip().lower() != "yes":
            raise Refused(self.untouched)


def _interrupt(number, frame):
    raise Interrupted


def free_path(path: Path) -> Path:
    """The place of a new file. Raises Refused when there is no such folder."""
    path = path.absolute()
    if path.is_dir() or not path.parent.is_dir():
        raise Refused(f"{path} is no place for a file.")
    return path
