"""Who puts what into the saved copy; this floor knows none of the apps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from .documents import Document
from .patterns import Pattern

Source = Callable[[str, HttpRequest | None], Iterable[Document]]
Stamp = Callable[[str], str]
Patterns = Callable[[str], Iterable[Pattern]]


@dataclass(frozen=True)
class Registered:
    source: Source
    stamp: Stamp | None
    patterns: Patterns


_sources: dict[str, Registered] = {}


def register(
    name: str,
    source: Source,
    *,
    stamp: Stamp | None = None,
    patterns: Patterns = lambda locale: (),
) -> None:
    """Names a source of documents, `source(locale, request)`.

    With `stamp(locale)`, a cheap text that changes when its documents do, it is the same for
    everybody: it is called with no request, and what it gave is kept. Without a stamp it is a
    person's own: it is called with that person's request each time the phone asks.
    `patterns(locale)` are passages that the pages of a source with a stamp repeat.
    """
    _sources[name] = Registered(source, stamp, patterns)


def shared() -> list[Registered]:
    return [found for found in _sources.values() if found.stamp]


def personal() -> list[Registered]:
    return [found for found in _sources.values() if not found.stamp]
