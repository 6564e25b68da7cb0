"""What happens to an SOP, named after what happened: others connect in AppConfig.ready().

`sop_published` and `sop_unpublished` are sent with `page` (an SOPPage, live content) inside the
transaction that changed the page. Receivers run in three stages, so that each finds the work of
the one before: the steps' rows are written before any receiver is called; `rendering` receivers
run next, `indexing` ones last. A receiver that raises takes the whole publication back.

`sop_released` is sent with `release` once its transaction is committed, whether it holds at once or
from a later day. A receiver that raises is logged and takes nothing back; it finds what it missed
by itself.
"""

from collections.abc import Callable

from django.dispatch import Signal

RENDERING, INDEXING = "rendering", "indexing"

Receiver = Callable[..., None]


class Staged:
    """A signal whose receivers run stage by stage, in the order of connecting within one."""

    def __init__(self):
        self._receivers: dict[str, dict[str, Receiver]] = {RENDERING: {}, INDEXING: {}}

    def connect(self, receiver: Receiver, *, stage: str, name: str = "") -> None:
        """Adds a receiver, called as receiver(page=SOPPage); connecting it twice changes nothing.

        Raises KeyError for an unknown stage.
        """
        self._receivers[stage][name or f"{receiver.__module__}.{receiver.__qualname__}"] = receiver

    def send(self, page) -> None:
        for stage in (RENDERING, INDEXING):
            for receiver in list(self._receivers[stage].values()):
                receiver(page=page)


sop_published = Staged()
sop_unpublished = Staged()
sop_released = Signal()
