"""Compresses a page that holds no secret.

Only for pages that are the same for every stranger: what a secret shares with what a stranger can
choose shows in the length of a compressed page (BREACH), so signed-in pages stay as they are.
"""

import gzip

import brotli
from django.http import HttpRequest, HttpResponse

from sop_site.encodings import accepted

QUALITY = 5  # beyond it brotli costs more time than the network saves


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Changes the response in place, when the browser takes it."""
    coding = accepted(request)
    if coding == "br":
        response.content = brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=QUALITY)
    elif coding == "gzip":
        response.content = gzip.compress(response.content, compresslevel=6, mtime=0)
    else:
        return
    response["Content-Encoding"] = coding
    response["Content-Length"] = str(len(response.content))


def best(html: str, coding: str) -> bytes:
    """As small as it gets (coding "br" or "gzip"), for what is compressed once and sent often."""
    if coding == "br":
        return brotli.compress(html.encode(), mode=brotli.MODE_TEXT, quality=11)
    return gzip.compress(html.encode(), compresslevel=9, mtime=0)
