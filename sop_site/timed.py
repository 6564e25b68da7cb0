"""Work that time brings. Apps register a deed in AppConfig.ready(); `manage.py tick` runs it.

What is *in force* is computed from dates when it is read, never here: a tick that was missed may
delay a mail, it must not change what holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Deed = Callable[[], str | None]


@dataclass(frozen=True)
class Timed:
    """A deed and how often it is wanted. It must be safe to repeat; it returns what it did, a
    sentence, or nothing."""

    name: str
    deed: Deed
    every: timedelta


_deeds: dict[str, Timed] = {}


def register(name: str, deed: Deed, *, every: timedelta = timedelta(minutes=1)) -> None:
    """Names a deed, for instance "close_slips"."""
    _deeds[name] = Timed(name, deed, every)


def deeds() -> list[Timed]:
    return list(_deeds.values())
