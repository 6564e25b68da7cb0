"""Bytes of a text file that someone sends → text, or a sentence that says how it is written."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from django.utils.translation import gettext as _

THAI_SHARE = 0.6  # of the letters beyond ASCII, from which on a file is taken for Windows-874
RUNS_SHARE = 0.5  # of them, that stand beside another: an accent of a Western language stands alone
ABOVE_ASCII = re.compile(rb"[\x80-\xff]+")


class Undecodable(ValueError):
    """Not UTF-8. `line` is the first line, from 1, that could not be read; str() is a sentence."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line


def decode(data: bytes) -> str:
    """The text of UTF-8 bytes, without a byte order mark; line ends stay as they are.

    Raises Undecodable, which names UTF-16 and Windows-874 when the file is written so.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or _is_bare_utf16(data):
        raise Undecodable(1, _("The file is UTF-16; save it as UTF-8."))
    if b"\0" in data:
        raise Undecodable(
            _line_at(data, data.index(b"\0")), _("The file holds a NUL byte; it is no text.")
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("The file is not UTF-8.")
        if _is_windows_874(data):
            message = _("The file is Windows-874 (Thai); save it as UTF-8.")
        raise Undecodable(_line_at(data, error.start), message) from error


def _line_at(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _is_bare_utf16(data: bytes) -> bool:
    """Whether a third of the first bytes in even or in odd places are the upper halves of Latin or
    Lao letters: UTF-16 without a mark."""
    start = data[:400]
    halves = (start[0::2], start[1::2])
    return len(start) > 3 and any(h.count(0) + h.count(0x0E) > len(start) / 3 for h in halves)


def _is_windows_874(data: bytes) -> bool:
    try:
        letters = [letter for letter in data.decode("cp874") if ord(letter) > 127]
    except UnicodeDecodeError:
        return False
    thai = sum("\u0e00" <= letter <= "\u0e7f" for letter in letters)
    in_runs = sum(len(run) for run in ABOVE_ASCII.findall(data) if len(run) > 1)
    return thai >= THAI_SHARE * len(letters) and in_runs >= RUNS_SHARE * len(letters)
