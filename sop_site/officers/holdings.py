"""What is held on a person: told by each app to the person themself, and let go when they ask.

An app registers one Holding in AppConfig.ready(). What it tells is written into a file that the
person fetches; what it forgets is done in one transaction with the rest (removing.py).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .models import User

Rows = list[dict[str, Any]]


def no_files(person: User) -> Iterable[tuple[str, bytes]]:
    return ()


def nothing_to_forget(person: User) -> None:
    """For what stays as a number: the row it hangs on loses its name."""


@dataclass(frozen=True)
class Holding:
    """`tell` gives rows of values that DjangoJSONEncoder can write; `files` gives (name, bytes);
    `forget` takes the person out of words, pictures and links. `stays` says what is kept as a
    number, a sentence for the person."""

    name: str
    title: Any
    tell: Callable[[User], Rows]
    files: Callable[[User], Iterable[tuple[str, bytes]]] = no_files
    forget: Callable[[User], None] = nothing_to_forget
    stays: Any = ""


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.name] = holding


def all_holdings() -> Iterator[Holding]:
    return iter(_holdings.values())
