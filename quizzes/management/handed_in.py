"""What commands that read someone's file have in common."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand

from quizzes.faults import Refused


class FileCommand(BaseCommand):
    """Exit 1 for a refused file, 2 for one that can't be opened; `-` is standard input."""

    def bytes_of(self, file: str) -> bytes:
        if file == "-":
            return sys.stdin.buffer.read()
        try:
            return Path(file).read_bytes()
        except OSError as error:
            self.stderr.write(f"{file}: {error.strerror}")
            raise SystemExit(2) from error

    def refuse(self, refusal: Refused, as_json: bool) -> None:
        """Says all faults, on stderr in words, on stdout as {"error": the first, "errors": all}."""
        faults = [asdict(fault) for fault in refusal.faults]
        if as_json:
            answer = {"error": faults[0], "errors": faults}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        for fault in refusal.faults:
            place = f"line {fault.line}: " if fault.line else ""
            self.stderr.write(place + fault.message)
        raise SystemExit(1) from refusal
