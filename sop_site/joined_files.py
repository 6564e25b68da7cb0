"""Joins the stylesheets into one file and the modules of every page into another, shortened.

`css/khumue.css` and `js/khumue.js` are lists of imports, which a browser can read as they are.
This finder puts one joined file in the place of each, for collectstatic, development and tests
alike: a page then needs one request for its look and one for its behaviour.
"""

import re
from base64 import b64encode
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from sop_site.offline.modules import join

from .minified import minified

LISTS = ("css/khumue.css", "js/khumue.js")
# Modules that import each other, joined under another name. CORE is what the phone's scripts share;
# PHONE every page loads beyond it, once it stands, and by it the PARTS that this page needs.
CORE, PHONE, WORKER = "js/core.js", "js/offline.js", "js/worker.js"
PARTS = {
    "js/offline-writing.js": "js/offline/writing.js",
    "js/offline-copy.js": "js/offline/copy.js",
    "js/offline-search.js": "js/offline/search.js",
    "js/offline-months.js": "js/offline/months.js",
    "js/offline-sheet.js": "js/offline/sheet.js",
    "js/scan.js": "js/quizzes/scanning.js",
    "js/to-send.js": "js/offline/to_send.js",
}
MODULES = {
    CORE: "js/offline/core.js",
    PHONE: "js/offline/phone.js",
    **PARTS,
    "js/quiz.js": "js/quizzes/quiz.js",
    WORKER: "js/offline/worker.js",
}
CSS_IMPORT = re.compile(r'@import "(?P<path>[^"]+)";\n?')
JS_IMPORT = re.compile(r'import "\./(?P<path>[^"]+)";\n?')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)
# No strings of ours hold these signs. A minifier saves 2 % more and rewrites values as it likes.
AROUND_SIGN = re.compile(r"\s*([{};])\s*|(?<=,)\n\s*")
DRAWING = re.compile(r'url\("\.\./(?P<path>icons/[^"]+\.svg)"\)')


def join_css(source: Path) -> str:
    """The stylesheet with what it imports in place; small drawings go in as data."""

    def imported(match):
        return (source.parent / match["path"]).read_text(encoding="utf-8")

    text = CSS_IMPORT.sub(imported, source.read_text(encoding="utf-8"))
    text = DRAWING.sub(lambda m: _as_data(source.parent.parent / m["path"]), text)
    return AROUND_SIGN.sub(r"\1", COMMENT.sub("", text)).replace(";}", "}")


def join_js(source: Path) -> str:
    """The modules one after the other, each in a block of its own, so that names don't meet."""

    def imported(match):
        text = (source.parent / match["path"]).read_text(encoding="utf-8")
        return f"{{\n{text}}}\n"

    return JS_IMPORT.sub(imported, source.read_text(encoding="utf-8"))


def _as_data(drawing: Path) -> str:
    return f'url("data:image/svg+xml;base64,{b64encode(drawing.read_bytes()).decode()}")'


class JoinedFinder(BaseFinder):
    """Finds the joined files, before the finder of the folder in which their lists stand."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.root = Path(settings.STATICFILES_DIRS[0])
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "joined")
        self.storage.prefix = ""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = str(self._joined(path)) if path in (*LISTS, *MODULES) else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns):
        for path in (*LISTS, *MODULES):
            self._joined(path)
            yield path, self.storage

    def _script(self, path: str) -> str:
        before = {CORE: (), **dict.fromkeys(PARTS, (CORE, PHONE))}.get(path, (CORE,))
        beyond = [self.root / MODULES[other] for other in before]
        return join(self.root / MODULES[path], beyond=beyond, shares=path in (CORE, PHONE))

    def _joined(self, path: str) -> Path:
        """Writes the joined file when it is missing or differs from its sources."""
        if path in MODULES:
            text = minified(self._script(path))
        elif path.endswith(".css"):
            text = join_css(self.root / path)
        else:
            text = minified(join_js(self.root / path))
        target = Path(self.storage.location) / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Another process may be reading: the new file takes the old one's place at once.
            fresh = target.with_suffix(f".{id(text)}.tmp")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(target)
        return target
