"""A small memory of what was made from the same things before, for one process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any


class Memo:
    """Keeps the results last used. The key must name everything that the result is made from,
    so that nothing is ever out of date; it only saves making it again."""

    def __init__(self, most: int):
        self.most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        try:
            self._kept.move_to_end(key)
            return self._kept[key]
        except KeyError:  # not here, or let go by another thread just now
            made = self._kept[key] = make()
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return made
