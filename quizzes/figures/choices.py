"""Who chose which option, by thirds of the group, and what many take for right. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

THIRDS = ("lower", "middle", "upper")
MANY = 1 / 3
ENOUGH = 5  # answers, before anything is said of an option


@dataclass(frozen=True)
class OptionChoice:
    """How many of each third chose it; `share` of all who answered, 0 to 1."""

    key: str
    weight: str
    by_third: tuple[int, int, int]
    share: float

    @property
    def is_misconception(self) -> bool:
        return self.share >= MANY and float(self.weight) <= 0 and sum(self.by_third) >= ENOUGH


def thirds(totals: Sequence) -> list[int]:
    """0, 1 or 2 for each total: the third of the group in which it lies; equal totals together,
    where the middle of their ranks lies.

    So the many who share the full mark of a short quiz are its upper third; a group with totals
    all alike is all in the middle.
    """
    third, below = {}, 0
    for total, alike in sorted(Counter(totals).items()):
        # Six times the middle rank, in whole numbers: a rank on the border is in the middle.
        rank = 3 * (2 * below + alike)
        third[total] = 0 if rank < 2 * len(totals) else 2 if rank > 4 * len(totals) else 1
        below += alike
    return [third[total] for total in totals]


def chosen_options(
    options: Sequence[dict], answers: Sequence[tuple[int, tuple[str, ...]]]
) -> list[OptionChoice]:
    """Of (third, keys chosen) of each who answered; an option of an older version that is there no
    more is left out."""
    answered = sum(1 for _third, keys in answers if keys)
    rows = []
    for option in options:
        counts = [0, 0, 0]
        for third, keys in answers:
            counts[third] += option["key"] in keys
        share = sum(counts) / answered if answered else 0.0
        rows.append(OptionChoice(option["key"], option["weight"], tuple(counts), share))
    return rows
