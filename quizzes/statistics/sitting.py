"""One person's attempt as marks, and which attempts of a quiz count."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

FINISHED = "finished"
WHICH = ("all", "first", "last", "highest")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the quiz: its number, the marks that it is worth, how it can be guessed.

    `guess` is None or what guessing.score() takes.
    """

    number: int
    max: Decimal
    guess: dict | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt: `marks` in marks, one a slot, None where nothing was answered.

    `picked` holds the drawn question's name a slot, None where the slot is fixed; `variants` the
    number of the variant that was met, None where there is only one. Both may be empty.
    `ungraded`: its total is undecided, something in it waits for a mark.
    """

    person: str
    number: int
    marks: tuple[Decimal | None, ...]
    state: str = FINISHED
    ungraded: bool = False
    picked: tuple[str | None, ...] = ()
    variants: tuple[int | None, ...] = ()

    @property
    def total(self) -> Decimal:
        """What counts when the highest is looked for: an undecided total ranks as 0."""
        if self.ungraded:
            return Decimal(0)
        return sum((mark for mark in self.marks if mark is not None), Decimal(0))


def counted(sittings: Iterable[Sitting], which: str = "all") -> list[Sitting]:
    """The sittings that statistics count, in the order in which they came.

    Only finished ones. `which` is "all", or one a person: "first" or "last" by number, "highest"
    by total (the earlier one on a tie). It is chosen among the finished ones first; if the chosen
    one is ungraded, it drops out and no other takes its place. Raises KeyError for another word.
    """
    finished = [sitting for sitting in sittings if sitting.state == FINISHED]
    if which != "all":
        better = BETTER[which]
        best: dict[str, Sitting] = {}
        for sitting in finished:
            held = best.get(sitting.person)
            if held is None or better(sitting) > better(held):
                best[sitting.person] = sitting
        finished = [sitting for sitting in finished if best[sitting.person] is sitting]
    return [sitting for sitting in finished if not sitting.ungraded]


BETTER = {
    "first": lambda sitting: -sitting.number,
    "last": lambda sitting: sitting.number,
    "highest": lambda sitting: (sitting.total, -sitting.number),
}
