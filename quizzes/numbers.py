"""Numbers as officers write them: Lao digits, "." "," or space for thousands, a unit behind."""

import re
import unicodedata
from decimal import Decimal

LAO_DIGITS = str.maketrans("໐໑໒໓໔໕໖໗໘໙", "0123456789")
# A sign, then digits that may hold points, commas and single spaces between them.
NUMBER = re.compile(r"^(?P<sign>[-+]?)\s*(?P<body>\d+(?:[., ]\d+)*)\s*(?P<rest>\D*)$", re.ASCII)
THOUSANDS = re.compile(r"^[1-9]\d{0,2}(?:(?P<sep>[., ])\d{3})(?:(?P=sep)\d{3})*$", re.ASCII)
LONGEST = 60


def readings(text: str) -> list[tuple[Decimal, str]]:
    """What a typed number can mean: [(number, what stands behind it)], likeliest first.

    "1.500" is 1,500 as written in Laos, and 1.5 to someone used to a decimal point: both are
    returned. Nothing is returned for what is no number.
    """
    text = text.translate(LAO_DIGITS).replace("−", "-").replace("₭", " ₭")
    text = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text).strip()
    found = NUMBER.match(text) if len(text) <= LONGEST else None
    if not found:
        return []
    sign = -1 if found["sign"] == "-" else 1
    return [(sign * number, found["rest"].strip()) for number in _values(found["body"])]


def _values(body: str) -> list[Decimal]:
    separators = re.sub(r"\d", "", body, flags=re.ASCII)
    if not separators:
        return [Decimal(body)]
    values = []
    if THOUSANDS.match(body):
        values.append(Decimal(re.sub(r"[., ]", "", body)))
    if len(separators) == 1 and separators != " ":
        values.append(Decimal(body.replace(",", ".")))
    elif separators[-1] != " " and separators[-1] not in separators[:-1]:
        # Thousands by one sign, decimals by another: 1.500,25 or 1,500.25.
        whole, _sign, part = body.rpartition(separators[-1])
        if THOUSANDS.match(whole):
            values.append(Decimal(re.sub(r"[., ]", "", whole) + "." + part))
    return values
