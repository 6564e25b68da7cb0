"""A formula over named numbers: + - * /, round, min, max. Exact decimals; nothing is ever evaluated
as code. Pure, no database.

    sum     = product {("+" | "-") product}
    product = signed {("*" | "/") signed}
    signed  = ["-"] signed | number | name | call | "(" sum ")"
    call    = ("round" | "min" | "max") "(" sum {"," sum} ")"

round(x) is to the whole, round(x, 500) to the nearest 500; halves away from zero.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from django.utils.translation import gettext as _

LONGEST, DEEPEST = 300, 20
NAME = re.compile(r"[a-z][a-z0-9_]*")
SIGN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*)|(.))", re.ASCII | re.S)
CALLS = {"round", "min", "max"}
PRECISION = 40


class BadFormula(ValueError):
    """It can't be read, or not be computed with these numbers: a translated sentence."""


@dataclass(frozen=True)
class Formula:
    """A formula that was read: `tree` nests ("number", Decimal), ("name", text), (deed, …)."""

    tree: tuple
    names: frozenset[str]

    def value(self, numbers: Mapping[str, Decimal]) -> Decimal:
        """Its value. Raises BadFormula for a number that is missing, or a division by zero."""
        with localcontext() as context:
            context.prec = PRECISION
            try:
                return +_value(self.tree, numbers)
            except DivisionByZero as zero:
                raise BadFormula(_("The formula divides by zero.")) from zero
            except (InvalidOperation, Overflow) as beyond:
                raise BadFormula(_("The formula can't be computed.")) from beyond


def parse(text: str) -> Formula:
    """Reads a formula. Raises BadFormula."""
    if not isinstance(text, str) or not text.strip():
        raise BadFormula(_("Write a formula."))
    if len(text) > LONGEST:
        raise BadFormula(_("The formula is too long."))
    reader = _Reader(text)
    tree = reader.sum(0)
    if reader.peek() is not None:
        raise BadFormula(reader.unread())
    return Formula(tree, frozenset(reader.names))


class _Reader:
    def __init__(self, text: str):
        self.signs = [found[0].strip() for found in SIGN.finditer(text.strip())]
        self.at, self.names = 0, set()

    def peek(self) -> str | None:
        return self.signs[self.at] if self.at < len(self.signs) else None

    def take(self) -> str | None:
        sign = self.peek()
        self.at += 1
        return sign

    def unread(self) -> str:
        if self.peek() is None:
            return _("The formula ends too early.")
        return _("The formula can't be read at “%(sign)s”.") % {"sign": self.peek()}

    def sum(self, depth: int) -> tuple:
        return self._row(("+", "-"), self.product, depth)

    def product(self, depth: int) -> tuple:
        return self._row(("*", "/"), self.signed, depth)

    def _row(self, deeds: tuple, part, depth: int) -> tuple:
        tree = part(depth)
        while self.peek() in deeds:
            tree = (self.take(), tree, part(depth))
        return tree

    def signed(self, depth: int) -> tuple:
        if depth > DEEPEST:
            raise BadFormula(_("The formula has too many brackets in each other."))
        sign = self.peek()
        if sign == "-":
            self.take()
            return ("-", ("number", Decimal(0)), self.signed(depth + 1))
        if sign == "(":
            self.take()
            tree = self.sum(depth + 1)
            self._close()
            return tree
        if sign is not None and sign[0].isdigit():
            return ("number", Decimal(self.take()))
        if sign is None or not NAME.fullmatch(sign):
            raise BadFormula(self.unread())
        self.take()
        return self._call(sign, depth) if sign in CALLS else self._name(sign)

    def _name(self, name: str) -> tuple:
        self.names.add(name)
        return ("name", name)

    def _call(self, deed: str, depth: int) -> tuple:
        if self.peek() != "(":
            raise BadFormula(self.unread())
        self.take()
        parts = [self.sum(depth + 1)]
        while self.peek() == ",":
            self.take()
            parts.append(self.sum(depth + 1))
        self._close()
        if len(parts) > 2 if deed == "round" else len(parts) < 2:
            raise BadFormula(_("round takes one or two numbers, min and max two or more."))
        return (deed, *parts)

    def _close(self) -> None:
        if self.peek() != ")":
            raise BadFormula(self.unread())
        self.take()


def _value(tree: tuple, numbers: Mapping[str, Decimal]) -> Decimal:
    deed, *parts = tree
    if deed == "number":
        return parts[0]
    if deed == "name":
        if parts[0] not in numbers:
            raise BadFormula(_("There is no number for “%(name)s”.") % {"name": parts[0]})
        return numbers[parts[0]]
    return DEEDS[deed](*(_value(part, numbers) for part in parts))


def _divide(one: Decimal, other: Decimal) -> Decimal:
    if not other:
        raise DivisionByZero
    return one / other


def _round(number: Decimal, step: Decimal = Decimal(1)) -> Decimal:
    if step <= 0:
        raise BadFormula(_("round needs a step above zero."))
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


DEEDS = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": _divide,
    "round": _round,
    "min": min,
    "max": max,
}
