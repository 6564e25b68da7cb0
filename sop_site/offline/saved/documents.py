"""One page of the saved copy, and the names by which phones know what they have."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

HASH_SIGNS = 16


def short_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:HASH_SIGNS]


@dataclass(frozen=True)
class Document:
    """A page as a phone keeps it: path, language, title, inner HTML of its `main`.

    `own` pages are one person's: never in what others get, and off the phone at sign-out.
    """

    u: str
    locale: str
    t: str
    m: str
    own: bool = False
    h: str = field(default="", compare=False)

    def __post_init__(self):
        # The phone computes the same from what arrived, so that a broken download shows.
        object.__setattr__(self, "h", short_hash(f"{self.t}\0{self.m}"))

    def entry(self) -> dict:
        """Its line in the manifest."""
        return {"u": self.u, "h": self.h, **self._mark()}

    def as_json(self) -> dict:
        return {
            "u": self.u,
            "h": self.h,
            "locale": self.locale,
            "t": self.t,
            "m": self.m,
            **self._mark(),
        }

    def _mark(self) -> dict:
        return {"own": True} if self.own else {}


def version_of(documents: Iterable[Document]) -> str:
    """One name for a set of documents as they are now."""
    return short_hash("|".join(f"{d.u}={d.h}{'!' if d.own else ''}" for d in documents))
