"""The staff or phone number by which a person signs in, in the one form in which it is stored."""

import re
import unicodedata

LAO_DIGITS = str.maketrans("໐໑໒໓໔໕໖໗໘໙", "0123456789")
PHONE_ABROAD = re.compile(r"^(?:\+|00)?8560?(20|30)(\d{7,8})$")
# Many leave the first 0 away: 20 5555 1234.
PHONE_SHORT = re.compile(r"^(20\d{8}|30\d{7})$")
BETWEEN = re.compile(r"[\s.()\u200b-\u200d\u00ad\ufeff]+")
DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def normalised(number: str) -> str:
    """The stored form of what a person typed.

    Lao digits as 0–9, no spaces; a phone number without dashes and in its national form
    (+856 20 5555 1234 and 20 5555 1234 → 02055551234). A staff number keeps its dashes, in
    capitals (LS-00001); a plain word, as demonstration people have, in small letters.
    """
    text = unicodedata.normalize("NFKC", str(number)).translate(LAO_DIGITS)
    text = BETWEEN.sub("", DASHES.sub("-", text)).replace("\0", "")
    digits = text.replace("-", "")
    if digits.lstrip("+").isdecimal():
        abroad = PHONE_ABROAD.match(digits)
        if abroad:
            return "0" + abroad[1] + abroad[2]
        return "0" + digits if PHONE_SHORT.match(digits) else digits
    return text.lower() if text.isalpha() else text.upper()


def written(number: str) -> str:
    """What is shown to people: a phone number in groups, a staff number as it is."""
    if number.isdecimal() and len(number) == 11:
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number
