"""Shortens what saved pages repeat: a passage made from a template is sent as what was filled in.

A pattern is such a passage once, as a list: a text where it is always the same, a number where
something goes, the same number where the same goes again. A page is packed as a list too: texts,
and `[pattern, filled in, filled in…]` where a pattern was found; null stands for what the same
place held when this page last used the pattern. static/js/offline/unpacking.js undoes it; the
page's hash, which is of the whole text, shows that it did.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

Part = str | list
IN_TAG, ANY = '[^"<>]*', ".*?"


@dataclass(frozen=True)
class Pattern:
    parts: tuple[str | int, ...]

    @classmethod
    def between(cls, texts_and_names: Iterable[str]) -> "Pattern":
        """From texts and, between each two, the name of what goes there."""
        numbers: dict[str, int] = {}
        return cls(
            tuple(
                numbers.setdefault(part, len(numbers)) if n % 2 else part
                for n, part in enumerate(texts_and_names)
            )
        )

    @cached_property
    def found(self) -> re.Pattern:
        """Matches the passage; its groups are what was filled in, in the order of the numbers."""
        expression, before, seen = "", "", set()
        for part in self.parts:
            if isinstance(part, str):
                expression += re.escape(part)
                before += part
            elif part in seen:
                expression += f"(?P=n{part})"
            else:
                seen.add(part)
                # Within a tag it ends with the attribute, so that no match runs over the next one.
                in_tag = before.rfind("<") > before.rfind(">")
                expression += f"(?P<n{part}>{IN_TAG if in_tag else ANY})"
        return re.compile(expression, re.S)


def packed(html: str, patterns: list[Pattern]) -> list[Part]:
    """The page as texts and uses of patterns; an earlier pattern goes before a later one."""
    parts: list[Part] = [html]
    for number, pattern in enumerate(patterns):
        last: list[str] = []
        parts = [
            piece
            for part in parts
            for piece in (_cut(part, number, pattern, last) if isinstance(part, str) else [part])
        ]
    return parts


def _cut(text: str, number: int, pattern: Pattern, last: list[str]) -> Iterable[Part]:
    end = 0
    for use in pattern.found.finditer(text):
        if use.start() > end:
            yield text[end : use.start()]
        values = list(use.groups())
        old = last or [None] * len(values)
        yield [number, *(None if a == b else a for a, b in zip(values, old, strict=True))]
        last[:] = values
        end = use.end()
    if end < len(text):
        yield text[end:]
