"""Lao text: one spelling to compare by, syllables, clusters, index tokens, cutting and sorting.

Pure functions over strings: no Django, no database. Lao is written without spaces between words
and in several spellings of the same word (ນ້ຳ, ນໍ້າ, ນ້ໍາ), so neither searching nor cutting a text
can lean on spaces. What is stored stays as typed; folding is only for comparing.

`fold`, `syllables` and `clusters` use only what regular expressions of other languages have too,
so that they can be carried over letter for letter.
"""

import re
import unicodedata

CONSONANTS = "ກ-ຮໜ-ໟ"
VOWELS_BEFORE = "\u0ec0-\u0ec4"  # ເ ແ ໂ ໃ ໄ: written before the consonant, spoken after it
VOWELS_AFTER = "\u0eb0\u0eb2\u0eb3\u0ebd"  # ະ າ ຳ ຽ
TONES = "\u0ec8-\u0ecb"
MARKS = "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"  # all that stands over or under a consonant
NIGGAHITA = "\u0ecd"  # ໍ, which with າ is ຳ
NEVER_FIRST = f"{MARKS}{VOWELS_AFTER}\u0eaf\u0ec6"  # with ຯ and ໆ: may not begin a line

ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Signs that turn the direction of writing: the words and numbers around them read as others than
# they are. No language of the site is written from right to left.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DIGITS = dict(zip("໐໑໒໓໔໕໖໗໘໙", "0123456789", strict=True))
DIGIT = re.compile("[໐-໙]")
# Marks over one consonant are typed in any order: ຼ first, then vowels, tones, ໌ and ໎ last.
MARK_CLASSES = (
    "\u0ebc",
    "\u0eb1\u0eb4\u0eb5\u0eb6\u0eb7\u0eb8\u0eb9\u0eba\u0ebb\u0ecd",
    "\u0ec8\u0ec9\u0eca\u0ecb",
)
MARK_RUN = re.compile(f"[{MARKS}]+")
TONED_AM = re.compile(f"([{TONES}]?)\u0eb3")  # ຳ with its tone, which is typed before it
SPELLINGS = [
    ("\u0ec0\u0ec0", "\u0ec1"),  # two ເ look like ແ
    ("\u0edc", "\u0eab\u0e99"),  # ໜ is ຫນ
    ("\u0edd", "\u0eab\u0ea1"),  # ໝ is ຫມ
]


def _mark_order(mark: str) -> tuple[int, int]:
    for place, marks in enumerate(MARK_CLASSES):
        if mark in marks:
            return place, ord(mark)
    return len(MARK_CLASSES), ord(mark)


def _tidy_marks(found: re.Match) -> str:
    return "".join(sorted(set(found[0]), key=_mark_order))


def fold(text: str) -> str:
    """One spelling for all that look or sound alike, in small letters; to compare, never to show.

    Zero-width signs go, Lao digits become 0-9, ຳ becomes ໍ + tone + າ, ໜ ໝ ຫຼ become ຫນ ຫມ ຫລ,
    marks get one order. Folding twice changes nothing more.
    """
    text = unicodedata.normalize("NFC", ZERO_WIDTH.sub("", text).lower())
    text = DIGIT.sub(lambda found: DIGITS[found[0]], text)
    for typed, spelt in SPELLINGS:
        text = text.replace(typed, spelt)
    text = TONED_AM.sub(NIGGAHITA + r"\1" + "\u0eb2", text)
    text = MARK_RUN.sub(_tidy_marks, text)
    text = text.replace("\u0ebc", "\u0ea5")  # ຫຼ is ຫລ
    return unicodedata.normalize("NFC", text)


_MARKED = f"{VOWELS_AFTER}{MARKS}"
# ອ and ວ are vowels where no vowel or mark of their own follows.
_INNER_VOWEL = f"(?:\u0ebd|[\u0ead\u0ea7](?![{_MARKED}]))"
# A final consonant carries nothing itself and doesn't begin a syllable of its own (ກອງ, ກວນ).
_FINAL = f"(?:[ກງຍດນມບວຣລສຕປພຈຊ](?![{_MARKED}])(?![\u0ead\u0ea7][ກງຍດນມບ](?![{_MARKED}]))\u0ecc?)"
# ຫ before ງ ຍ ນ ມ ລ ວ ຣ only raises the tone: both are one beginning.
_LEADING_HO = f"(?:ຫ(?=[ງຍນມລວຣ])(?=.[{_MARKED}\u0ead\u0ea7]|.[ກງຍດນມບ]))"
_ANY_LAO = "[\u0e80-\u0eff]"

SYLLABLE = re.compile(
    f"[{VOWELS_BEFORE}]?{_LEADING_HO}?[{CONSONANTS}][{MARKS}]*(?:[ວຽ](?=[{VOWELS_AFTER}]))?"
    f"{_INNER_VOWEL}?[{VOWELS_AFTER}]*{_FINAL}?|{_ANY_LAO}"
)
CLUSTER = re.compile(f"[{VOWELS_BEFORE}]?[{CONSONANTS}][{_MARKED}]*|{_ANY_LAO}")
RUN = re.compile("[\u0e80-\u0ecf\u0edc-\u0eff]+")  # Lao letters and marks; digits are not of a run


def syllables(run: str) -> list[str]:
    """The syllables of a run of Lao letters. Joined again they are the run."""
    return SYLLABLE.findall(run)


def clusters(run: str) -> list[str]:
    """The run cut into consonants with what hangs on them: finer than syllables.

    Unlike a syllable, a cluster doesn't depend on its neighbours, so a word's clusters are found in
    any sentence that holds the word.
    """
    return CLUSTER.findall(run)


def token(piece: str) -> str:
    """A folded syllable or cluster as an ASCII word, which any full-text engine takes as one word.

    ໍ is put behind the tone, so that the half-typed ນ້ is the beginning of ນ້ຳ.
    """
    piece = re.sub(f"{NIGGAHITA}([{TONES}])", r"\1" + NIGGAHITA, piece)
    return "x" + "".join(f"{ord(sign) - 0x0E80:02x}" for sign in piece)


def encode(text: str, joiner: str = " ", cut=syllables) -> str:
    """Text for an index or a query: folded, Lao runs as tokens, one a piece; the rest untouched.

    A `joiner` of "," keeps the pieces of a run together as a phrase.
    """
    text = re.sub(r"(?<=\w)[-/](?=\w)", joiner, fold(text))  # else -01 is read as a number
    return RUN.sub(lambda run: f" {joiner.join(map(token, cut(run[0])))} ", text).strip()


def line_pieces(run: str) -> list[str]:
    """The run cut where a line may break: at syllables, but never before ໆ, ຯ or a lone mark."""
    pieces: list[str] = []
    for piece in syllables(run):
        if pieces and re.match(f"[{NEVER_FIRST}]", piece):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def pieces_of(text: str) -> list[str]:
    """Any text cut where it may be cut: Lao at syllables, the rest at spaces (kept at the end)."""
    found = []
    for part in re.findall(f"{RUN.pattern}|[^\u0e80-\u0ecf\u0edc-\u0eff]+", text):
        found += line_pieces(part) if RUN.match(part) else re.findall(r"\s+|\S+\s?", part)
    return found


def truncate(text: str, length: int, ending: str = "…") -> str:
    """At most `length` signs of the text, its ending counted; cut between syllables or words."""
    if len(text) <= length:
        return text
    kept = ""
    for piece in pieces_of(text):
        if len(kept) + len(piece.rstrip()) + len(ending) > length:
            break
        kept += piece
    return kept.rstrip() + ending


TAG = re.compile(r"""<!--.*?-->|<(?:[^"'<>]|"[^"]*"|'[^']*')*>""", re.DOTALL)
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
UNBROKEN = {"code", "pre", "script", "style", "textarea", "title", "option", "svg"}


def with_breaks(html: str) -> str:
    """HTML in which Lao lines can break: `<wbr>` between syllables, in text only.

    Tags, attributes, comments and what is inside code, script, style and the like stay as they are.
    Made when a page is rendered, never stored.
    """
    out, end, closed_in = [], 0, []
    for tag in TAG.finditer(html):
        out.append(_broken(html[end : tag.start()], closed_in))
        out.append(tag[0])
        _note_tag(tag[0], closed_in)
        end = tag.end()
    out.append(_broken(html[end:], closed_in))
    return "".join(out)


def _broken(text: str, closed_in: list[str]) -> str:
    return text if closed_in else RUN.sub(lambda run: "<wbr>".join(line_pieces(run[0])), text)


def _note_tag(tag: str, closed_in: list[str]) -> None:
    """Keeps in `closed_in` the open elements whose text isn't broken."""
    name = TAG_NAME.match(tag)
    if not name or name[1].lower() not in UNBROKEN or tag.endswith("/>"):
        return
    if not tag.startswith("</"):
        closed_in.append(name[1].lower())
    elif name[1].lower() in closed_in:
        closed_in.remove(name[1].lower())


# The order of Lao dictionaries: consonants as taught (ສ stands between ຈ and ຊ), then vowels.
_CONSONANT_ORDER = "ກຂຄຆງຈສຉຊຌຍຎຏຐຑຒຓດຕຖທຘນບປຜຝພຟຠມຢຣລວຨຩຫຬອຮ"
_VOWEL_ORDER = "ະັາິີຶືຸູ\u0ebaເແໂົຽໄໃໍ"
_RANK = {
    sign: f"{place:02d}"
    for place, sign in enumerate(_CONSONANT_ORDER + _VOWEL_ORDER + "\u0ecc\u0eceຯໆ", 10)
}


def collation_key(text: str) -> tuple[str, str]:
    """A key to sort by: digits, Latin letters, then Lao in dictionary order; tones decide last.

    A vowel written before its consonant counts after it: ເກ stands under ກ.
    """
    letters = re.sub(f"([{VOWELS_BEFORE}])([{CONSONANTS}])", r"\2\1", fold(text))
    tones = "".join(re.findall(f"[{TONES}]", letters))
    letters = re.sub(f"[{TONES}]", "", letters)
    return "".join("\uffff" + _RANK[sign] if sign in _RANK else sign for sign in letters), tones


def index_letter(text: str) -> str:
    """The letter under which an index lists the text: its first consonant; a capital; "" else."""
    for sign in fold(text):
        if sign in _CONSONANT_ORDER or sign.isalpha():
            if not re.match(f"[{VOWELS_BEFORE}]", sign):
                return sign.upper()
        elif sign.isdecimal():
            return ""
    return ""
