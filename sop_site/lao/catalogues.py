"""The Lao catalogues under sop_site/locale/: one folder an app, gathered, compiled and checked.

Works without gettext's programs, which a bare machine lacks: Babel reads the strings (development
only), polib compiles.
"""

import io
import re
from importlib.util import find_spec
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

LOCALE = Path(settings.BASE_DIR) / "sop_site" / "locale"
SOURCES = {
    "officers": ["sop_site/officers"],
    "offline": ["sop_site/offline"],
    "lao": ["sop_site/lao"],
    "sop_pages": ["sop_pages"],
    "quizzes": ["quizzes"],
    "feedback": ["feedback"],
    "frame": ["sop_site", "content"],
}
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "lo",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Where the words of others come from: only what these packages really say is translated.
PACKAGES = {"django": ["django"], "wagtail": ["wagtail", "wagtail_localize"]}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")

Key = tuple[str | None, str]


def po_path(name: str) -> Path:
    return LOCALE / name / "lo" / "LC_MESSAGES" / "django.po"


def files_of(name: str) -> list[Path]:
    """The Python files and templates whose words belong to this catalogue, tests left out."""
    base = Path(settings.BASE_DIR)
    others = [base / f for n, folders in SOURCES.items() if n != name for f in folders]
    found = []
    for folder in SOURCES[name]:
        for path in sorted((base / folder).rglob("*")):
            inside_other = any(
                path.is_relative_to(o) and not (base / folder).is_relative_to(o) for o in others
            )
            skipped = {"tests", "migrations", "locale"} & set(path.relative_to(base).parts)
            if path.suffix in {".py", ".html", ".txt"} and not inside_other and not skipped:
                found.append(path)
    return found


def strings(name: str) -> dict[Key, tuple[str | None, str]]:
    """All translatable strings: {(context, text): (plural, place)}."""
    from babel.messages.extract import extract_python

    found = {}
    for path in files_of(name):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Indentation means nothing in a template, and must not to the reader of Python.
            text = "\n".join(line.lstrip() for line in templatize(text).split("\n"))
        for line, _function, messages, _comments in extract_python(
            io.BytesIO(text.encode()), KEYWORDS, [], {"encoding": "utf-8"}
        ):
            key, plural = _read(_function, messages)
            if key:
                place = str(path.relative_to(settings.BASE_DIR))
                found.setdefault(key, (plural, f"{place}:{line}"))
    return found


def _read(function: str, messages) -> tuple[Key | None, str | None]:
    parts = list(messages) if isinstance(messages, tuple) else [messages]
    context = parts.pop(0) if function in {"pgettext", "pgettext_lazy", "npgettext"} else None
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        return None, None
    takes_plural = function in {"ngettext", "ngettext_lazy", "npgettext"}
    plural = parts[1] if takes_plural and len(parts) > 1 else None
    return (context, parts[0]), plural


def load(name: str) -> polib.POFile:
    path = po_path(name)
    if path.exists():
        return polib.pofile(str(path))
    catalogue = polib.POFile()
    catalogue.metadata = dict(HEADER)
    return catalogue


def update(name: str) -> int:
    """Adds strings new in the code, drops those gone. Returns how many are new."""
    catalogue = load(name)
    catalogue.metadata = dict(HEADER)
    wanted = strings(name)
    kept = {(e.msgctxt, e.msgid): e for e in catalogue}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = dict(HEADER)
    for key in sorted(wanted, key=lambda k: (k[1], k[0] or "")):
        plural, place = wanted[key]
        entry = kept.get(key) or polib.POEntry(msgctxt=key[0], msgid=key[1])
        entry.occurrences = [(place.rsplit(":", 1)[0], "")]
        if plural:
            text = entry.msgstr_plural.get(0, entry.msgstr)
            entry.msgid_plural, entry.msgstr, entry.msgstr_plural = plural, "", {0: text}
        fresh.append(entry)
    po_path(name).parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(po_path(name)))
    return len(set(wanted) - set(kept))


def compile_catalogue(name: str) -> None:
    polib.pofile(str(po_path(name))).save_as_mofile(str(po_path(name).with_suffix(".mo")))


def faults(name: str) -> list[str]:
    """The faults of one catalogue, a sentence each.

    A string of the code that it lacks, one without Lao or fuzzy, one that nothing says any more,
    placeholders that differ, a compiled catalogue that is not what the text compiles to.
    """
    catalogue = load(name)
    said = wanted(name)
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    found = [_fault_of(name, entry) for entry in catalogue]
    if name in SOURCES:
        missing = sorted(set(said) - known, key=lambda key: key[1])
        found += [f"{name}: {key[1]!r} ({said[key]}) is not in the catalogue." for key in missing]
    gone = sorted(known - set(said), key=lambda key: key[1])
    found += [f"{name}: {key[1]!r} is said nowhere any more." for key in gone]
    compiled = po_path(name).with_suffix(".mo")
    if not compiled.exists():
        found.append(f"{name}: not compiled.")
    elif _content(polib.mofile(str(compiled))) != _content(catalogue):
        found.append(f"{name}: django.mo is older than django.po.")
    return [fault for fault in found if fault]


def clashes() -> list[str]:
    """What two catalogues put differently, a sentence each. A page shows the one or the other by
    the order of the catalogues, whatever the app meant."""
    found: dict[Key, dict] = {}
    for name in names():
        for key, text in _content(load(name)).items():
            found.setdefault(key, {}).setdefault(text, name)
    return [
        f"{key[1]!r} is put differently in {' and '.join(texts.values())}."
        for key, texts in found.items()
        if len(texts) > 1
    ]


def wanted(name: str) -> dict[Key, str]:
    """What a catalogue may hold, with the place where it is said: our own code, or packages."""
    if name in SOURCES:
        return {key: place for key, (_plural, place) in strings(name).items()}
    found: dict[Key, str] = {}
    for package in PACKAGES.get(name, []):
        folder = Path(find_spec(package).submodule_search_locations[0])
        for path in folder.rglob("locale/en/LC_MESSAGES/django.po"):
            found |= {(e.msgctxt, e.msgid): package for e in polib.pofile(str(path))}
    return found


def _fault_of(name: str, entry: polib.POEntry) -> str:
    """What is wrong with one entry, or nothing."""
    text = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    if entry.fuzzy or not text:
        return f"{name}: {entry.msgid!r} has no Lao."
    originals = {entry.msgid, entry.msgid_plural or entry.msgid}
    if sorted(PLACEHOLDER.findall(text)) not in [
        sorted(PLACEHOLDER.findall(original)) for original in originals
    ]:
        return f"{name}: {entry.msgid!r} and its Lao name different placeholders."
    return ""


def _content(catalogue) -> dict:
    return {
        (e.msgctxt, e.msgid): e.msgstr or tuple(sorted(e.msgstr_plural.items()))
        for e in catalogue
        if e.msgstr or any(e.msgstr_plural.values())
    }


def names() -> list[str]:
    return [Path(folder).name for folder in settings.LOCALE_PATHS]
