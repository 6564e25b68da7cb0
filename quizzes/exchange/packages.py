"""Zip files that a stranger sends: opened within bounds, nothing written to disk."""

import io
import zipfile

from django.utils.translation import gettext as _

from ..faults import Fault, Refused

MAX_FILES = 2_000
MAX_BYTES = 50 * 1024 * 1024  # of all files when unpacked


def is_zip(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def members(data: bytes, ending: str, most: int = MAX_BYTES) -> list[tuple[str, bytes]]:
    """(name, content) of the files with this ending, by name. Raises Refused, also for more than
    `most` bytes of them.

    A zip's directory may lie about sizes, so what is unpacked is counted as it comes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [info for info in package.infolist() if info.filename.endswith(ending)]
            if len(package.infolist()) > MAX_FILES:
                raise Refused([Fault(None, _("The package holds more than 2,000 files."))])
            found, left = [], most
            for info in sorted(infos, key=lambda info: info.filename):
                with package.open(info) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise Refused([Fault(None, _too_much(most))])
                found.append((info.filename, content))
            return found
    except Refused:
        raise
    except Exception as error:  # zipfile raises whatever a damaged or an encrypted part leads to
        raise Refused([Fault(None, _("The package can't be opened."))]) from error


def _too_much(most: int) -> str:
    return _("The package unpacks to more than %(mb)d MB.") % {"mb": most // 2**20}
