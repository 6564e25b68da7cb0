"""Aiken → drafts: a stem on one line, lettered options, ANSWER: X. All text is taken literally.

The format: https://docs.moodle.org/en/Aiken_format.
"""

import re

from django.utils.translation import gettext as _

from ..faults import Fault, Refused
from .drafts import ALL, NONE, SINGLE, Bundle, Draft, Option, Text

OPTION = re.compile(r"([A-Z])[).] +(.*\S)\s*")
LOOKS_LIKE_OPTION = re.compile(r"[A-Za-z][).](\s|$)")
ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*")
LOOKS_LIKE_ANSWER = re.compile(r"ANSWER\b", re.I)


def read_aiken(text: str) -> Bundle:
    """The questions of a file. Raises Refused, which names all that is wrong with it."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            reader.take(number, line.strip())
    reader.end()
    if not reader.faults and not reader.bundle.drafts:
        reader.say(1, _("The file holds no question."))
    if reader.faults:
        raise Refused(reader.faults)
    return reader.bundle


class _Reader:
    def __init__(self):
        self.bundle, self.faults = Bundle(), []
        self._begin()

    def _begin(self) -> None:
        self.stem, self.line = "", 0
        self.options: dict[str, str] = {}

    def say(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))

    def take(self, number: int, line: str) -> None:
        option, answer = OPTION.fullmatch(line), ANSWER.fullmatch(line)
        if option:
            self._option(number, *option.groups())
        elif answer:
            self._answer(number, answer[1])
        elif LOOKS_LIKE_ANSWER.match(line):
            self.say(number, _("An answer is written ANSWER: and a capital letter."))
            self._begin()
        elif self.stem and LOOKS_LIKE_OPTION.match(line):
            self.say(number, _("An option begins with a capital letter, ) or . and a blank."))
        elif self.stem and self.options:
            self.end()
            self.stem, self.line = line, number
        elif self.stem:
            self.say(number, _("The question's text stands on one line."))
        else:
            self.stem, self.line = line, number

    def end(self) -> None:
        """A question that no ANSWER line ended is said, not dropped."""
        if self.stem:
            self.say(self.line, _("The question has no ANSWER line."))
        self._begin()

    def _option(self, number: int, letter: str, text: str) -> None:
        if not self.stem:
            self.say(number, _("There is an option before the question's text."))
        elif letter in self.options:
            self.say(number, _("There are two options %(letter)s.") % {"letter": letter})
        else:
            self.options[letter] = text

    def _answer(self, number: int, letter: str) -> None:
        if not self.stem:
            self.say(number, _("There is an ANSWER line before a question."))
        elif len(self.options) < 2:
            self.say(number, _("A choice needs at least two options."))
        elif letter not in self.options:
            self.say(
                number, _("The answer %(letter)s is none of the options.") % {"letter": letter}
            )
        else:
            self.bundle.drafts.append(self._draft(letter))
        self._begin()

    def _draft(self, right: str) -> Draft:
        return Draft(
            SINGLE,
            self.line,
            stem=Text(self.stem),
            options=[
                Option(Text(text), ALL if letter == right else NONE)
                for letter, text in self.options.items()
            ],
        )
