"""A file of questions in a named format → drafts."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from sop_site.lao.decoding import Undecodable, decode

from ..faults import Fault, Refused
from .aiken import read_aiken
from .drafts import Bundle
from .gift import read_gift
from .moodle_xml import read_moodle_xml
from .qti import read_qti

MAX_BYTES = 20 * 1024 * 1024


def _from_text(read: Callable[[str], Bundle]) -> Callable[[bytes], Bundle]:
    def from_bytes(data: bytes) -> Bundle:
        try:
            text = decode(data)
        except Undecodable as error:
            raise Refused([Fault(error.line, str(error))]) from error
        return read(text.replace("\r\n", "\n").replace("\r", "\n"))

    return from_bytes


FORMATS: dict[str, Callable[[bytes], Bundle]] = {
    "gift": _from_text(read_gift),
    "aiken": _from_text(read_aiken),
    "moodlexml": read_moodle_xml,
    "qti": read_qti,
}


def read(data: bytes, name: str) -> Bundle:
    """The questions in a file's bytes. Raises Refused; KeyError for a format that has no reader."""
    if len(data) > MAX_BYTES:
        raise Refused([Fault(None, _("The file is larger than 20 MB."))])
    return FORMATS[name](data)
