"""Joins ES modules that import each other into one classic script: one request, one build.

Each module becomes a function that is called once and gives what it exports; so names don't meet,
and a service worker can run the same code as a page on browsers without module workers. Modules
keep to `import { a, b } from "./file.js";` at the top and `export function|const|class|async`.

A script that only some pages need can be joined `beyond` others that run before it: the modules
which those hold already are taken from them, not joined again.
"""

import re
from collections.abc import Iterable
from pathlib import Path

IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.[^"]+)";\n', re.M)
BARE_IMPORT = re.compile(r'^import "(?P<path>\.[^"]+)";\n', re.M)
EXPORT = re.compile(r"^export (?P<kind>(?:async )?function\*?|const|let|class) (?P<name>\w+)", re.M)
COMMENT_LINE = re.compile(r"^[ ]*//.*\n", re.M)
COMMENT_BLOCK = re.compile(r"^[ ]*/\*.*?\*/[ ]*\n", re.M | re.S)
INDENT = re.compile(r"^[ ]+|\n(?=\n)", re.M)
SHARED = "globalThis.khumueModules"


def join(entry: Path, *, beyond: Iterable[Path] = (), shares: bool = False) -> str:
    """The script of `entry` with all that it imports, those imported before those that import.

    With `shares` it leaves its modules for the scripts that are joined beyond it.
    Raises ValueError for modules that import each other in a ring.
    """
    there: dict[Path, str] = {}
    for other in beyond:
        _add(other.resolve(), there, ())
    parts = dict(there)
    _add(entry.resolve(), parts, ())
    own = {path: part for path, part in parts.items() if path not in there}
    code = _taken(own, there) + "".join(own.values())
    if shares:
        # In a block, since a worker's scripts have their names in common.
        code = f"{{\n{code}Object.assign({SHARED} ??= {{}}, {{ {_names(own)} }});\n}}\n"
    return '"use strict";\n' + code


def _taken(own: dict[Path, str], there: dict[Path, str]) -> str:
    """The line that fetches what these modules import from the scripts that are there."""
    code = "".join(own.values())
    used = [path for path in there if f"= {_name(path)};\n" in code]
    return f"const {{ {_names(used)} }} = {SHARED};\n" if used else ""


def _names(paths) -> str:
    return ", ".join(_name(path) for path in paths)


def _add(path: Path, parts: dict[Path, str], above: tuple[Path, ...]) -> None:
    if path in above:
        raise ValueError(f"{path.name} imports itself by way of others.")
    if path in parts:
        return
    text = path.read_text(encoding="utf-8")
    for imported in _imports(text):
        _add((path.parent / imported).resolve(), parts, (*above, path))
    parts[path] = _wrapped(path, text)


def _imports(text: str) -> list[str]:
    found = [*IMPORT.finditer(text), *BARE_IMPORT.finditer(text)]
    return [match["path"] for match in sorted(found, key=lambda match: match.start())]


def _wrapped(path: Path, text: str) -> str:
    def named(match):
        source = _name((path.parent / match["path"]).resolve())
        names = match["names"].strip().rstrip(",").replace(" as ", ": ")
        return f"const {{ {names} }} = {source};\n"

    exported = ", ".join(match["name"] for match in EXPORT.finditer(text))
    body = BARE_IMPORT.sub("", IMPORT.sub(named, text))
    body = EXPORT.sub(lambda match: f"{match['kind']} {match['name']}", body)
    body = INDENT.sub("", COMMENT_LINE.sub("", COMMENT_BLOCK.sub("", body)))
    return f"const {_name(path)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _name(path: Path) -> str:
    return "m_" + re.sub(r"\W", "_", f"{path.parent.name}_{path.stem}")
