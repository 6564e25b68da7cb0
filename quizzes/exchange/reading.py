"""A file of questions in a named format → drafts."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from sop_site.lao.decoding import Undecodable, decode
from sop_site.lao.misfits import misfit
from sop_site.offline.limits import limit

from ..faults import Fault, Refused
from .aiken import read_aiken
from .drafts import CATEGORY, Bundle
from .gift import read_gift
from .moodle_xml import read_moodle_xml
from .pasted import read_pasted
from .qti import read_qti
from .sheet_reading import read_xlsx

Reader = Callable[[bytes, str], Bundle]


def _from_text(read: Callable[[str, str], Bundle]) -> Reader:
    def from_bytes(data: bytes, language: str) -> Bundle:
        try:
            text = decode(data)
        except Undecodable as error:
            raise Refused([Fault(error.line, str(error))]) from error
        return read(text.replace("\r\n", "\n").replace("\r", "\n"), language)

    return from_bytes


def _in_any(read: Callable) -> Callable:
    """A reader for which the language makes no difference."""
    return lambda data, language: read(data)


FORMATS: dict[str, Reader] = {
    "gift": _from_text(_in_any(read_gift)),
    "aiken": _from_text(_in_any(read_aiken)),
    "moodlexml": _in_any(read_moodle_xml),
    "qti": _in_any(read_qti),
    "xlsx": read_xlsx,
}
# What people paste; it has no name outside.
READERS = FORMATS | {"table": _from_text(read_pasted)}


def read(data: bytes, name: str, language: str = "lo") -> Bundle:
    """The questions in a file's bytes; `language` of texts that don't say theirs.

    Raises Refused; KeyError for a format that has no reader.
    """
    most = limit("import_bytes")
    if len(data) > most:
        message = _("The file is larger than %(mb)d MB: divide it.") % {"mb": most // 2**20}
        raise Refused([Fault(None, message)])
    if why := misfit(data):
        raise Refused([Fault(1, why)])
    bundle = READERS[name](data, language)
    _look_at_count(bundle)
    return bundle


def _look_at_count(bundle: Bundle) -> None:
    most = limit("import_questions")
    lines = [draft.line for draft in bundle.drafts if draft.type != CATEGORY]
    lines += [candidate.line for candidate in bundle.candidates]
    if len(lines) > most:
        message = _("The file holds more than %(n)d questions: divide it here.") % {"n": most}
        raise Refused([Fault(lines[most], message)])
