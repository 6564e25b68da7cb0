"""What a person typed, taken apart: codes, Lao runs, words; each knows how to be looked for."""

import re
from dataclasses import dataclass

from sop_site.lao.fulltext import All, Any, Phrase
from sop_site.lao.text import RUN, fold, syllables

from .tokens import CODE, WORD, cluster_words, syllable_words

LONGEST = 300  # signs; a longer text is no search
MOST_TERMS = 12
IGNORED = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "by", "can", "do", "for", "from", "how", "i", "if"),
        *("in", "is", "it", "me", "my", "of", "on", "or", "our", "the", "this", "to", "what"),
        *("when", "where", "which", "who", "why", "with", "you", "your"),
    ]
)
# Letters and signs of the width of a Chinese one, as some keyboards give them: ＲＥＧ－０１.
WIDE = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Term:
    """One thing looked for; all terms of a query must be in an SOP.

    `text` is folded. `last`: it may be half-typed. `kind` is "code" (text is letters, a dash,
    digits), "lao" (a run), "syllable" (one that must stand as such) or "word".
    """

    kind: str
    text: str
    last: bool

    @property
    def alternatives(self) -> tuple[Phrase, ...]:
        """The phrases that count as this term, the best first."""
        if self.kind == "code":
            letters, digits = self.text.split("-")
            whole = Phrase((f"{letters}{int(digits):02d}",))
            typed = Phrase((letters + digits,), prefix=self.last)
            return whole, typed, Phrase((letters, digits), prefix=self.last)
        if self.kind == "syllable":
            return (Phrase(tuple(syllable_words(self.text))),)
        if self.kind == "lao":
            return (
                Phrase(tuple(syllable_words(self.text))),
                Phrase(tuple(cluster_words(self.text)), prefix=self.last),
            )
        return (Phrase((stem(self.text),), prefix=self.last or len(self.text) > 2),)

    @property
    def own_code(self) -> str:
        """The SOP's code that this is, as it is stored; "" when it is none."""
        if self.kind != "code":
            return ""
        letters, digits = self.text.upper().split("-")
        return f"{letters}-{int(digits):02d}"

    @property
    def needles(self) -> list[str]:
        """What to look for in `tokens.words_of` of a passage, the best first."""
        return [
            f" {' '.join(phrase.words)}" + ("" if phrase.prefix else " ")
            for phrase in self.alternatives
        ]


@dataclass(frozen=True)
class Query:
    """`typed` as it came, `terms` to be found."""

    typed: str
    terms: tuple[Term, ...]

    @property
    def folded(self) -> str:
        """The words alone, folded: how fruitless searches are counted."""
        return " ".join(fold(self.typed).split())

    def tree(self) -> All:
        """All terms, each in one of its forms, as the full text takes it."""
        return All(tuple(Any(term.alternatives) for term in self.terms))

    def whole(self) -> All:
        """All terms, each in its best form alone: whole syllables, a code as it is written."""
        return All(tuple(Any(term.alternatives[:1]) for term in self.terms))

    def loosened(self) -> "Query | None":
        """The same with long runs of Lao cut up: for words that stand nowhere side by side.

        None where no run has more than two syllables.
        """
        cut = []
        for term in self.terms:
            pieces = syllables(term.text) if term.kind == "lao" else []
            if len(pieces) > 2:
                cut += [Term("syllable", piece, last=False) for piece in pieces]
            else:
                cut.append(term)
        return None if len(cut) == len(self.terms) else Query(self.typed, tuple(cut))


def stem(word: str) -> str:
    """An English word without its ending, so that claims finds claim; others as they are."""
    for ending in ("ies", "es", "s", "y"):
        if word.isascii() and word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


def parse(typed: str) -> Query:
    """Takes a query apart. What is beyond MOST_TERMS is left out."""
    typed = typed.replace("\x00", " ").strip()
    folded = fold(typed.translate(WIDE))
    found: list[tuple[int, str, str]] = []
    for code in CODE.finditer(folded):
        found.append((code.start(), "code", f"{code[1]}-{code[2]}"))
    rest = CODE.sub(lambda code: " " * len(code[0]), folded)
    for run in RUN.finditer(rest):
        found.append((run.start(), "lao", run[0]))
    rest = RUN.sub(lambda run: " " * len(run[0]), rest)
    words = [(word.start(), "word", word[0]) for word in WORD.finditer(rest)]
    said = [word for word in words if word[2] not in IGNORED]
    found = sorted(found + (said or ([] if found else words)))[:MOST_TERMS]
    ends_open = bool(folded) and bool(re.search(r"[\w\u0e80-\u0eff]$", folded))
    return Query(
        typed,
        tuple(
            Term(kind, text, last=ends_open and place == len(found) - 1)
            for place, (_start, kind, text) in enumerate(found)
        ),
    )
