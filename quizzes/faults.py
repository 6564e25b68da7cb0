"""What is wrong with a file that someone hands in, each fault with its place."""

from dataclasses import dataclass

SHOWN = 20  # more are not read by anyone


@dataclass(frozen=True)
class Fault:
    """`line` from 1, None where the fault stands at no line; `message` a sentence."""

    line: int | None
    message: str


class Refused(ValueError):
    """The file was refused: `faults`, at least one, say where and why."""

    def __init__(self, faults: list[Fault]):
        super().__init__(faults[0].message)
        self.faults = faults[:SHOWN]
