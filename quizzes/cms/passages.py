"""What a version says, named as its form names it, and how it differs from the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from django.forms import HiddenInput
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sop_pages.comparing import STATES, Writer
from sop_pages.comparison import ADDED, CHANGED, SAME, TAKEN_OUT, marks

from ..content import LANGUAGES
from ..files import BESIDE
from .case_forms import CaseForm
from .forms import SPECIAL_FORMS, BesideForm, QuestionForm, options_of
from .words_of_types import words_of_rows

WHOLE = {"0", "1"}  # weights that "right" says already
LEAD = "text_lo"  # tells which option or step it is: shown with whatever else of it changed


@dataclass(frozen=True)
class Passage:
    """One part of a version: the key is the same in all versions, `texts` are {field of the form:
    (its label, what stands there)}."""

    key: str
    heading: str
    texts: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """`language` is None for what both languages share."""

    label: str
    language: str | None
    words: SafeString


@dataclass(frozen=True)
class ShownPassage:
    """`rows` are of one cell, or of Lao and English side by side."""

    heading: str
    state: str
    said: str
    rows: list[list[Cell]]


def of_story(content: dict) -> list[Passage]:
    return [
        _of_form(CaseForm, "story", _("Story"), content),
        _of_form(CaseForm, "explanation", _("After the answers"), content),
    ]


def of_question(question_type: str, content: dict) -> list[Passage]:
    """In the order of the form; a part that this type hasn't is left out."""
    found = [
        _of_form(QuestionForm, "stem", _("Question"), content),
        *_special(question_type, content),
        *_rows(question_type, content),
        _of_form(QuestionForm, "explanation", _("After the answer"), content),
        _of_form(QuestionForm, "hint", _("A hint before the answer"), content),
        *_beside_it(content),
    ]
    return [passage for passage in found if passage]


def _of_form(form, name: str, heading: str, content: dict) -> Passage:
    texts = content.get(name) or {}
    kept = {f"{name}_{language}": texts.get(language, "") for language in LANGUAGES}
    return Passage(name, heading, _named(form.base_fields, kept))


def _beside_it(content: dict) -> list[Passage]:
    """The picture and the recording: of the file the beginning of its name tells whether it is
    another one."""
    form, found = BesideForm(content=content), []
    for name, (_pattern, words) in BESIDE.items():
        if name in content:
            texts = {
                f"{words}_{language}": content[name][words][language] for language in LANGUAGES
            }
            file = content[name]["file"].rpartition("/")[2]
            texts[name] = f"{file[:8]}{Path(file).suffix}"
            found.append(Passage(name, str(form.fields[name].label), _named(form.fields, texts)))
    return found


def _special(question_type: str, content: dict) -> list[Passage]:
    form = SPECIAL_FORMS.get(question_type)
    if form is None:
        return []
    return [Passage("answer", _("Right answer"), _named(_fields(form), form.initial_of(content)))]


def _rows(question_type: str, content: dict) -> list[Passage]:
    rows, (_all, one) = options_of(question_type, content), words_of_rows(question_type)
    found, fields = [], _fields(rows.form)
    for number, row in enumerate(rows.initial, 1):
        key = row["key"] or row.get("right_key") or f"{number}"
        said = row | {"right": _right(row["right"], content, number)}
        found.append(Passage(f"row-{key}", f"{one} {number}", _named(fields, said)))
    return found


def _right(is_right: bool | None, content: dict, number: int) -> str:
    """Whether an option is right, with its weight where that says more."""
    if is_right is None or "options" not in content:
        return ""
    weight = str(content["options"][number - 1].get("weight", "0"))
    said = _("yes") if is_right else _("no")
    return said if weight in WHOLE else f"{said} ({weight})"


def _fields(form) -> dict:
    """The fields in the order in which the form shows them."""
    return {name: form.base_fields[name] for name in form.field_order or form.base_fields}


def _named(fields: dict, texts: dict) -> dict[str, tuple[str, str]]:
    return {
        name: (str(field.label), str(texts.get(name) or ""))
        for name, field in fields.items()
        if name in texts and not isinstance(field.widget, HiddenInput)
    }


class Comparing:
    """Shows the passages of versions with one set of values."""

    def __init__(self, figures: dict, kept: set[str]):
        self.writers = {language: Writer(language, figures, kept) for language in LANGUAGES}

    def whole(self, passages: Iterable[Passage]) -> list[ShownPassage]:
        """All that stands somewhere."""
        found = [self._shown(one, one, SAME) for one in passages]
        return [one for one in found if one.rows]

    def changed(self, before: list[Passage], after: list[Passage]) -> list[ShownPassage]:
        """What differs, in the order of the new one; what was taken out stands at the end."""
        old, new = ({one.key: one for one in passages} for passages in (before, after))
        found = [self._against(old.get(one.key), one) for one in after]
        found += [self._against(one, None) for one in before if one.key not in new]
        return [one for one in found if one.rows]

    def _against(self, old: Passage | None, new: Passage | None) -> ShownPassage:
        state = CHANGED if old and new else ADDED if new else TAKEN_OUT
        return self._shown(old, new, state)

    def _shown(self, old: Passage | None, new: Passage | None, state: str) -> ShownPassage:
        one = new or old
        texts = {name: (_text(old, name), _text(new, name)) for name in one.texts}
        told = [
            names
            for names in _beside(texts)
            if any(
                after if state == SAME else before != after
                for before, after in map(texts.get, names)
            )
        ]
        lead = next((names for names in _beside(texts) if LEAD in names), [])
        if told and lead not in told and any(chain(*(texts[name] for name in lead))):
            told.insert(0, lead)
        rows = [[self._cell(one, name, names, *texts[name]) for name in names] for names in told]
        return ShownPassage(one.heading, state, STATES[state], rows)

    def _cell(self, one: Passage, name: str, beside: list[str], before: str, after: str) -> Cell:
        language = name[-2:] if len(beside) > 1 else None
        with override(language or get_language()):  # numbers are written as the language does
            words = self.writers[language or get_language()].marked(marks(before, after))
        return Cell(one.texts[name][0], language, words)


def _text(passage: Passage | None, name: str) -> str:
    return passage.texts.get(name, ("", ""))[1] if passage else ""


def _beside(names: Iterable[str]) -> list[list[str]]:
    """The fields of one thing together: Lao and English, or one alone."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.removesuffix("_lo").removesuffix("_en"), []).append(name)
    return list(found.values())
