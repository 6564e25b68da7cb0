"""What the home page asks of other apps: each registers a panel, named, in its AppConfig.ready().

A panel is called with the request of a signed-in person and yields rows. It may use two queries.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest


@dataclass(frozen=True)
class Row:
    """One line on the home page.

    `group`: "asked" (what is asked of me), "sent" (what became of what I sent) or "waits" (a
    trainer's, coordinator's or reviewer's work). `state` is "", "well" or "todo". `stands_for`
    is how many things one line is about. What only the phone knows may change what `more` says:
    `data` are data-* attributes of it, by which the modules of `scripts` find it.
    """

    group: str
    title: str
    url: str
    more: str = ""
    icon: str = ""
    state: str = ""
    state_text: str = ""
    is_new: bool = False
    stands_for: int = 1
    data: Mapping[str, str] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()


Panel = Callable[[HttpRequest], Iterable[Row]]
_panels: dict[str, Panel] = {}


def register(name: str, panel: Panel) -> None:
    _panels[name] = panel


def rows(request: HttpRequest) -> list[Row]:
    """All rows for this person, in the order in which the panels were registered."""
    return [row for panel in _panels.values() for row in panel(request)]
