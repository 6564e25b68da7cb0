"""The files of the sample SOPs, and the earlier texts with which a few of them begin."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sop_pages.models import SOP

FOLDER = Path(__file__).resolve().parents[1] / "data" / "sops"
LANGUAGES = ("lo", "en")


def of(code: str) -> list[Path]:
    return [FOLDER / f"{code}.{language}.md" for language in LANGUAGES]


def changes() -> list[dict]:
    """[{sop, report, note: {language: text}, was: {language: [[passage, earlier text]]}}]"""
    return json.loads((FOLDER / "changes.json").read_text(encoding="utf-8"))["changes"]


@contextmanager
def first() -> Iterator[list[Path]]:
    """All files; of SOPs that are not stored yet and will change, with their earlier text."""
    known = set(SOP.objects.values_list("code", flat=True))
    with TemporaryDirectory(prefix="khumue-") as folder:
        earlier = {
            path.name: path
            for entry in changes()
            if entry["sop"] not in known
            for path in _written(entry, Path(folder))
        }
        yield [earlier.get(path.name, path) for path in sorted(FOLDER.glob("*.md"))]


def _written(entry: dict, folder: Path) -> Iterator[Path]:
    for source, language in zip(of(entry["sop"]), LANGUAGES, strict=True):
        text = source.read_text(encoding="utf-8")
        for passage, earlier in entry["was"][language]:
            text = text.replace(passage, earlier)
        path = folder / source.name
        path.write_text(text, encoding="utf-8")
        yield path
