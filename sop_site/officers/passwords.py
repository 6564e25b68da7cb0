"""What a password may not be: too short, common, a word of this office, or the own number.

Any signs are allowed, Lao too; nothing asks for a mixture, nothing expires.
"""

import unicodedata
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import District, Province
from .numbers import LAO_DIGITS, normalised

OFFICE_WORDS = ("lsso", "khumue", "ຄູ່ມື", "ອປສ", "password", "ລະຫັດຜ່ານ", "laos", "ປະກັນສັງຄົມ")
ENDINGS = " 0123456789!@#$%&*._-?"
LAO_COMMON = Path(__file__).with_name("common_passwords_lo.txt")


def folded(text: str) -> str:
    """A password as it is compared with words: small letters, Latin digits."""
    return unicodedata.normalize("NFKC", text).casefold().translate(LAO_DIGITS)


class LengthValidator:
    """At least 8 characters; Lao marks above and below count as signs."""

    def __init__(self, least: int = 8, most: int = 256):
        self.least, self.most = least, most

    def validate(self, password, user=None):
        if len(password) < self.least:
            raise ValidationError(
                ngettext(
                    "The password is too short: at least %(n)d character.",
                    "The password is too short: at least %(n)d characters.",
                    self.least,
                ),
                code="password_too_short",
                params={"n": self.least},
            )
        if len(password) > self.most:
            raise ValidationError(
                _("The password is too long: at most %(n)d characters."),
                code="password_too_long",
                params={"n": self.most},
            )

    def get_help_text(self):
        return _("At least %(n)d characters of any kind, Lao too. A few words are best.") % {
            "n": self.least
        }


class CommonValidator(CommonPasswordValidator):
    """Not one of the 20,000 commonest passwords, nor one of the commonest Lao ones."""

    def __init__(self):
        super().__init__()
        lines = LAO_COMMON.read_text(encoding="utf-8").splitlines()
        self.passwords = set(self.passwords) | {folded(line) for line in lines if line}

    def validate(self, password, user=None):
        text = folded(password).strip()
        if text in self.passwords or len(set(text)) < 3:
            raise ValidationError(
                _("Many people use this password. Choose one that others can't guess."),
                code="password_too_common",
            )

    def get_help_text(self):
        return ""


class OfficeWordValidator:
    """Not a word that anyone at LSSO would try first: the office, this site, a place."""

    def validate(self, password, user=None):
        bare = folded(password).strip(ENDINGS).replace(" ", "")
        if not bare or bare in self.words():
            raise ValidationError(
                _("A place, the office's name or a number alone is too easy to guess."),
                code="password_office_word",
            )

    def words(self) -> set[str]:
        found = {folded(word) for word in OFFICE_WORDS}
        for model in (Province, District):
            for names in model.objects.values_list("name_en", "name_lo"):
                found |= {folded(name).replace(" ", "") for name in names}
        return found

    def get_help_text(self):
        return _("Not a place, not the office's name, not your own number.")


class OwnNumberValidator:
    """Not the number with which the person signs in, nor a part of it, nor the own name."""

    def validate(self, password, user=None):
        if user is None:
            return
        text = folded(normalised(password))
        number = folded(user.username)
        names = {folded(n) for n in (user.name, user.name_latin) if n}
        same_name = folded(password).strip(ENDINGS) in names
        if (number and (number in text or text in number)) or same_name:
            raise ValidationError(
                _("Your own name or number is too easy to guess."), code="password_own_number"
            )

    def get_help_text(self):
        return ""
