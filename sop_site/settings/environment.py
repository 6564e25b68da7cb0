"""Reads settings from the environment and refuses, in one sentence, what it can't use.

Each reader remembers the name that it was asked for; `refuse_unknown` then finds what nobody asked
for and is probably misspelt. All raise ImproperlyConfigured, whose text names the variable.
"""

import os
import secrets
from contextlib import suppress
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}

# Read elsewhere: by the loader of people, by bin/test and by the tests' browser.
_asked = {"KHUMUE_DEMO_PASSWORD", "KHUMUE_TEST_SERVICES", "KHUMUE_CHROMIUM"}


def text(name: str, default: str = "") -> str:
    _asked.add(name)
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """A yes-or-no value."""
    value = text(name, "true" if default else "false").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of: true, false.")
    return value in TRUE


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number within bounds."""
    value = text(name)
    if not value:
        return default
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 19):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.")
    found = int(value)
    if found < least or (most is not None and found > most):
        bounds = f"at least {least}" if most is None else f"between {least} and {most}"
        raise ImproperlyConfigured(f"{name} is {found}; it must be {bounds}.")
    return found


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def address(name: str, default: str = "", *, schemes: tuple[str, ...]) -> str:
    """A URL with one of the schemes and, but for sqlite, a host."""
    value = text(name, default)
    if not value:
        return ""
    parts = _split(name, value)
    if parts.scheme not in schemes or "://" not in value:
        raise ImproperlyConfigured(
            f"{name} is not an address that can be used; it must begin with "
            + " or ".join(f"{scheme}://" for scheme in schemes)
            + "."
        )
    if parts.scheme != "sqlite" and not parts.hostname:
        raise ImproperlyConfigured(f"{name} is not an address that can be used; it has no host.")
    return value


def database(name: str) -> str:
    """An address of PostgreSQL with the database's name, or of an SQLite file; "" when unset."""
    value = address(name, schemes=("postgres", "postgresql", "sqlite"))
    if not value:
        return ""
    parts = _split(name, value)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} is not an address that can be used; it names no database."
        )
    if parts.scheme == "sqlite" and not Path(parts.path[1:]).parent.is_dir():
        raise ImproperlyConfigured(
            f"{name} is not an address that can be used; the folder of its file is missing."
        )
    return value


def _split(name: str, value: str):
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for a port that is no number
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is not an address that can be used: {error}."
        ) from error
    return parts


def folder(name: str, default: Path) -> Path:
    """A folder, made when it is missing."""
    value = text(name)
    path = Path(value).expanduser().resolve() if value else default
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(path)!r}; this folder can't be made: {error.strerror}."
        ) from error
    return path


def kept_secret(path: Path) -> str:
    """A random secret of this machine, made at its first use; only its owner may read it."""
    if not path.exists():
        # Written aside and linked, so that another process sees it whole or not at all.
        handle, aside = mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(aside, path)
        os.unlink(aside)
    return path.read_text(encoding="ascii").strip()


def refuse_unknown(prefixes: tuple[str, ...], near: tuple[str, ...] = ()) -> None:
    """Refuses a variable with one of our prefixes that nobody reads, and near misses of `near`.

    Raises ImproperlyConfigured with the closest known name.
    """
    for name in sorted(os.environ):
        if name in _asked:
            continue
        if name.startswith(prefixes):
            known = get_close_matches(name, sorted(_asked), n=1, cutoff=0.6)
            hint = f"did you mean {known[0]}?" if known else "docs/operators.md lists them."
            raise ImproperlyConfigured(f"{name} is not a setting that Khumue knows; {hint}")
        meant = get_close_matches(name, near, n=1, cutoff=0.9)
        if meant and meant[0] not in os.environ:
            raise ImproperlyConfigured(
                f"{name} is not a setting that Khumue knows; did you mean {meant[0]}?"
            )


def refuse_unknown_module() -> None:
    """Refuses a DJANGO_SETTINGS_MODULE that isn't there, before Django answers with a traceback."""
    name = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    try:
        known = find_spec(name) is not None
    except (ImportError, ValueError):
        known = False
    if not known:
        raise ImproperlyConfigured(
            f"DJANGO_SETTINGS_MODULE is {name!r}; there are no such settings. Khumue has "
            "sop_site.settings.development and sop_site.settings.production."
        )


def together(name: str, needed: str) -> None:
    """Refuses one of a pair without the other."""
    if text(name) and not text(needed):
        raise ImproperlyConfigured(f"{name} is set, but {needed} is not; both are needed.")
