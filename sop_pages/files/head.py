"""The head of an SOP file: `key: value` lines between two lines of three dashes."""

import json
from collections.abc import Callable

from django.utils.translation import gettext as _

from ..models.pages import SectionPage
from ..models.sops import CODE, MOST_MINUTES
from ..normal import plain_line
from .grammar import HEAD_KEYS, LISTS, MANDATORY

AUDIENCE = ("officer", "coordinator", "trainer")
MODULES = ("M1", "M2", "M3", "M4")

Say = Callable[..., None]  # say(line, message, serious=True)


def read_head(lines: list[str], say: Say) -> tuple[dict, dict[str, int], int]:
    """The head as {key: str | list}, the line of each key, and the index of the first body line."""
    if not lines or lines[0].strip() != "---":
        say(1, _("The file does not begin with a head between two lines of ---."))
        return {}, {}, 0
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        say(1, _("The head has no closing line of ---."))
        return {}, {}, len(lines)
    head: dict = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines[1:end], 2):
        if line.strip() and not line.lstrip().startswith("#"):
            _read_line(line, number, head, places, say)
    return head, places, end + 1


def _read_line(line: str, number: int, head: dict, places: dict[str, int], say: Say) -> None:
    key, colon, value = line.partition(":")
    key, value = key.strip(), value.strip()
    if not colon:
        say(number, _("This line of the head is not “key: value”."))
    elif key not in HEAD_KEYS:
        say(number, _("“%(key)s” is not known in the head; it was left out.") % {"key": key}, False)
    elif key in head:
        say(number, _("“%(key)s” stands twice in the head.") % {"key": key})
    else:
        places[key] = number
        head[key] = _list(value, number, say) if key in LISTS else plain_line(_unquote(value))


def _unquote(value: str) -> str:
    """A scalar in double quotes is read as JSON does; all else is taken as it stands."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value


def _list(value: str, number: int, say: Say) -> list[str]:
    """[a, b, "c, d"] or a, b. Words may stand in double quotes."""
    if value.startswith("[") != value.endswith("]"):
        say(number, _("This list lacks a bracket."))
    inner = value.removeprefix("[").removesuffix("]")
    words, rest = [], inner.strip()
    decoder = json.JSONDecoder()
    while rest:
        if rest.startswith('"'):
            try:
                word, end = decoder.raw_decode(rest)
            except ValueError:
                say(number, _("A quotation mark in this list is not closed."))
                break
            rest = rest[end:].lstrip()
            rest = rest.removeprefix(",").lstrip()
        else:
            word, _comma, rest = rest.partition(",")
            rest = rest.lstrip()
        if word := plain_line(word):
            words.append(word)
    return list(dict.fromkeys(words))


def check_head(head: dict, places: dict[str, int], say: Say) -> dict:
    """The head's values as a Document has them. Says what is missing or has no such value."""

    def at(key: str) -> int:
        return places.get(key, 1)

    for key in MANDATORY:
        if not head.get(key):
            say(at(key), _("The head lacks “%(key)s”.") % {"key": key})
    code = head.get("code", "")
    if code and not CODE.regex.search(code):
        say(at("code"), str(CODE.message))
    _choice(head, "language", ("lo", "en"), at, say)
    _choice(head, "task", tuple(SectionPage.Task.values), at, say)
    _choice(head, "module", ("", *MODULES), at, say)
    _choice(head, "sample", ("", "true", "false"), at, say)
    for word in set(head.get("audience", [])) - set(AUDIENCE):
        say(
            at("audience"),
            _("“%(word)s” is no audience; known are %(known)s.")
            % {"word": word, "known": ", ".join(AUDIENCE)},
        )
    _lengths(head, at, say)
    return {
        **{key: head.get(key, "") for key in ("code", "language", "title", "task", "when")},
        **{key: head.get(key, "") for key in ("owner", "module")},
        **{key: tuple(head.get(key, ())) for key in LISTS},
        "minutes": _minutes(head, at, say),
        "sample": head.get("sample") == "true",
    }


def _choice(head: dict, key: str, known: tuple, at, say: Say) -> None:
    if head.get(key) and head[key] not in known:
        say(
            at(key),
            _("“%(value)s” is no %(key)s; known are %(known)s.")
            % {"value": head[key], "key": key, "known": ", ".join(filter(None, known))},
        )


def _minutes(head: dict, at, say: Say) -> int | None:
    typed = head.get("minutes", "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:6]) <= MOST_MINUTES):
        say(at("minutes"), _("Minutes is a whole number from 1 to 9999."))
        return None
    return int(typed)


def _lengths(head: dict, at, say: Say) -> None:
    limits = {"title": 255, "when": 200, "owner": 150}
    too_long = [key for key, limit in limits.items() if len(head.get(key, "")) > limit]
    too_long += ["tags"] * any(len(tag) > 100 for tag in head.get("tags", []))
    for key in too_long:
        say(at(key), _("“%(key)s” is too long.") % {"key": key})
