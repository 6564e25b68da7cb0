"""Marks from a file, CSV or JSON; whatever is wrong is named with its place."""

from django.utils.translation import gettext as _

from sop_site.lao.decoding import Undecodable, decode

from ..faults import Fault, Refused
from .from_json import FromJSON
from .from_table import FromTable
from .marks import Marks

MAX_BYTES = 20 * 1024 * 1024


def read(data: bytes) -> Marks:
    """The marks in a file's bytes. Raises Refused."""
    if len(data) > MAX_BYTES:
        raise Refused([Fault(None, _("The file is larger than 20 MB."))])
    try:
        text = decode(data)
    except Undecodable as error:
        raise Refused([Fault(error.line, str(error))]) from error
    form = FromJSON if text.lstrip()[:1] in ("{", "[") else FromTable
    marks, faults = Marks(), []
    form(marks, faults).read(text)
    if faults:
        raise Refused(faults)
    return marks
