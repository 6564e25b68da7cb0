"""Where the benchmarks leave their figures: var/NAME.json, and a marked part of a document."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def write_json(name: str, result: dict) -> None:
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, indent=2), encoding="utf-8")


def put(document: str, part: str, lines: str) -> None:
    """Puts the lines between the document's marks <!-- part --> and <!-- /part -->."""
    path = ROOT / "docs" / document
    before, rest = path.read_text(encoding="utf-8").split(f"<!-- {part} -->\n", 1)
    after = rest.split(f"<!-- /{part} -->", 1)[1]
    text = f"{before}<!-- {part} -->\n{lines}\n<!-- /{part} -->{after}"
    path.write_text(text, encoding="utf-8")
