"""Tips beneath a step: what worked for officers and LSSO allows. They are no rule.

Apps above the handbook register a source. Tips are the same for all readers, so they are rendered
with the SOP and lie in what every phone keeps: whoever changes one calls copies.keep_sop.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import translation

MOST = 2  # a step: a page stays short


@dataclass(frozen=True)
class Tip:
    """`step` is the key of its step, `place` where it comes from (and from whom, if they wish),
    `url` leads to what others say of it."""

    step: str
    title: str
    text: str
    place: str
    url: str


# source(SOP's primary key, language): called in that language; a constant number of queries.
Source = Callable[[int, str], Iterable[Tip]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Adds a source, for instance "feedback.solutions"."""
    _sources[name] = source


def of_sop(sop_id: int, language: str) -> dict[str, list[Tip]]:
    """{step's key: its first tips}."""
    found: dict[str, list[Tip]] = {}
    with translation.override(language):
        for source in _sources.values():
            for tip in source(sop_id, language):
                found.setdefault(tip.step, []).append(tip)
    return {key: tips[:MOST] for key, tips in found.items()}
