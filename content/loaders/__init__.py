"""The starting content, in the order in which parts need each other.

Each loader is called with `samples` (False: only what is real) and yields sentences on what it
did and what it left alone.
"""

from collections.abc import Callable, Iterator

from . import (
    attempts,
    changes,
    contacts,
    holidays,
    notes,
    people,
    places,
    questions,
    reports,
    sops,
    values,
    workshops,
)

LOADERS: dict[str, Callable[..., Iterator[str]]] = {
    "places": places.load,
    "values": values.load,
    "people": people.load,
    "sops": sops.load,
    "contacts": contacts.load,
    "programme": workshops.load_programme,
    "questions": questions.load,
    "workshops": workshops.load_workshop,
    "answers": attempts.load,
    "holidays": holidays.load,
    "reports": reports.load,
    "changes": changes.load,
    "notes": notes.load,
}
