"""Who chose which option, by thirds of the group, and what many take for right. Pure."""

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
    """0, 1 or 2 for each total: the third of the group in which it lies; equal totals together.

    A group with totals all alike is all in the middle.
    """
    ordered = sorted(totals)
    if not ordered or ordered[0] == ordered[-1]:
        return [1] * len(ordered)
    low, high = ordered[len(ordered) // 3], ordered[-(-2 * len(ordered) // 3) - 1]
    return [0 if total < low else 2 if total > high else 1 for total in totals]


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
