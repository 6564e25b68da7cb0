"""Pictures and recordings that saved pages show: which they are, and how large."""

import re
from functools import lru_cache
from urllib.parse import unquote

from django.conf import settings
from django.core.files.storage import default_storage

from .sets import DocumentSet

SHOWN = {
    "pictures": re.compile(r'<img[^>]*\ssrc="(/media/[^"]+)"'),
    "audio": re.compile(r'<audio[^>]*\ssrc="(/media/[^"]+)"'),
}


def media_of(found: DocumentSet) -> dict[str, list[dict]]:
    """{"pictures": [{u, size}], "audio": [...]}, each file once; sizes in bytes.

    Only what this site serves itself: a browser keeps no file of another host for us.
    """
    return {
        kind: [{"u": path, "size": size_of(path)} for path in _paths(found, pattern)]
        for kind, pattern in SHOWN.items()
    }


def _paths(found: DocumentSet, pattern: re.Pattern) -> list[str]:
    return list(dict.fromkeys(path for d in found.documents for path in pattern.findall(d.m)))


# A name under media/ is never given to another file.
@lru_cache(maxsize=2000)
def size_of(path: str) -> int:
    """Bytes of a file that an address names; 0 when it is gone."""
    try:
        return default_storage.size(unquote(path.removeprefix(settings.MEDIA_URL)))
    except OSError:
        return 0
