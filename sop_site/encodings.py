"""Which packing of a reply a browser takes."""

from django.http import HttpRequest


def accepted(request: HttpRequest) -> str:
    """br, gzip or "": the best that this browser takes."""
    names = {}
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _semicolon, weight = part.partition(";")
        names[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0"}
    return next((name for name in ("br", "gzip") if names.get(name)), "")
