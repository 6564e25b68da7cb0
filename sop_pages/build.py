"""Names what the pages are made with, so that a changed template or word is not "not modified"."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

_HERE = Path(__file__).parent
_BODY_CODE = (
    "rendering.py", "figures.py", "markdown.py", "content.py", "calculators.py", "marks.py",
)  # fmt: skip


def _digest(files) -> str:
    found = sha256()
    for path in sorted(files):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _words() -> list[Path]:
    return [
        path
        for folder in settings.LOCALE_PATHS
        for path in Path(folder).glob("*/LC_MESSAGES/django.mo")
    ]


@cache
def of_bodies() -> str:
    """Names the templates, words and rules by which a stored body was made."""
    templates = (_HERE / "templates" / "sop_pages").rglob("*.html")
    return _digest([*templates, *(_HERE / name for name in _BODY_CODE), *_words()])


@cache
def of_pages() -> str:
    """Names all that a whole page is made with: the frame, its files, the address on its QR."""
    site = settings.BASE_DIR / "sop_site"
    folders = (site / "templates", site / "offline" / "templates")
    frame = [path for folder in folders for path in folder.rglob("*.html")]
    files = "".join(map(static, ("css/khumue.css", "js/khumue.js", "icons/icons.svg")))
    made_with = (settings.VERSION, settings.PUBLIC_URL, of_bodies(), _digest(frame), files)
    return sha256("".join(made_with).encode()).hexdigest()[:12]
