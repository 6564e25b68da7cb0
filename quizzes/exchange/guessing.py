"""Which format and language a file of questions is written in, by its own signs. Its name is not
believed."""

import re

from ..faults import Refused
from .packages import is_zip, members
from .pasted import SEPARATORS, is_table

MOODLE = re.compile(rb"<quiz[\s>]")
ANSWER = re.compile(r"^\s*ANSWER\s*:", re.M)
BRACES = re.compile(r"(?<!\\)\{")
LAO = re.compile("[ກ-ໟ]|&#(?:37[1-9][0-9]|38[0-3][0-9]|[xX]0?[eE][89a-dA-D][0-9a-fA-F]);")
LOOKED_AT = 4096  # bytes of XML in which the root must stand


def format_of(data: bytes) -> str:
    """gift, aiken, moodlexml, qti, xlsx or table. GIFT where there is no other sign: its reader
    says best what is amiss."""
    if is_zip(data):
        return "xlsx" if b"xl/workbook.xml" in data else "qti"
    start = data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return "moodlexml" if MOODLE.search(start) else "qti"
    text = data.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
    if ANSWER.search(text):
        return "aiken"
    if _is_table(text):
        return "table"
    return "gift"


def language_of(data: bytes) -> str:
    """ "lo" where Lao letters stand in the file, or, packed, in its parts; else "en"."""
    try:
        parts = [text for _name, text in members(data, ".xml")] if is_zip(data) else [data]
    except Refused:  # its reader says why
        parts = []
    return "lo" if any(LAO.search(part.decode(errors="ignore")) for part in parts) else "en"


def _is_table(text: str) -> bool:
    """Headings of ours, or most lines with a tab and no braces as GIFT has them."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return False
    cells = (tuple(part.strip(' "') for part in lines[0].split(one)) for one in SEPARATORS)
    if any(is_table(found) for found in cells):
        return True
    tabbed = sum("\t" in line.strip() for line in lines)
    return tabbed * 2 > len(lines) and not BRACES.search(text)
