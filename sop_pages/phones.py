"""Telephone numbers as they are written in Laos, and as a telephone dials them."""

import re

SHORT = re.compile(r"\d{3,4}")
NATIONAL = re.compile(r"0\d{7,10}")
# A spreadsheet takes 020 5555 1234 for a number and drops the first nought.
WITHOUT_NOUGHT = re.compile(r"[2-8]\d{6,9}")
ABROAD = re.compile(r"\+\d{8,15}")
SIGNS = re.compile(r"[\d\s()+./-]+")


def international(phone: str) -> str:
    """020 5555 5555 as +8562055555555; short numbers such as 1508 stay; "" for anything else."""
    if not SIGNS.fullmatch(phone):
        return ""
    digits = re.sub(r"[^\d+]", "", phone)
    if ABROAD.fullmatch(digits):
        return digits
    if NATIONAL.fullmatch(digits):
        return f"+856{digits[1:]}"
    return digits if SHORT.fullmatch(digits) else ""


def from_spreadsheet(written: str) -> str:
    """A number as a spreadsheet gives it, with the nought that was lost on the way."""
    return f"0{written}" if WITHOUT_NOUGHT.fullmatch(written) else written


def same(one: str, other: str) -> bool:
    """Whether two ways of writing name one number."""
    return (international(one) or one.strip()) == (international(other) or other.strip())
