"""What waits for a person in the CMS: each part of the product registers what it knows of.

work.register("sop_pages.reviews", due_for)    # in AppConfig.ready()
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WorkItem:
    """One thing to do. `group` is the heading that it stands under, in words; `more` says why or
    since when; `due` the day by which; `late` marks it. `deed` is a POST's (label, address) that
    is done with it in one tap; `other` a link's (label, address)."""

    group: str
    label: str
    url: str
    more: str = ""
    due: date | None = None
    late: bool = False
    deed: tuple[str, str] | None = None
    other: tuple[str, str] | None = None


Source = Callable[[object], Iterable[WorkItem]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Adds a source: called with a person, it yields what waits for that person."""
    _sources[name] = source


def groups_for(person) -> dict[str, list[WorkItem]]:
    """{heading: items} in the order of registering; what is late first within one."""
    found: dict[str, list[WorkItem]] = {}
    for source in _sources.values():
        for item in source(person):
            found.setdefault(item.group, []).append(item)
    for items in found.values():
        items.sort(key=lambda item: (not item.late, item.due or date.max))
    return found
