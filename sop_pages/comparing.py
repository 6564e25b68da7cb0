"""A comparison as people see it: headings, words marked, numbers of a day filled in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from sop_site.lao.text import with_breaks

from .comparison import ADDED, CHANGED, SAME, TAKEN_OUT, Change, Marked, compare, marks
from .content import Document
from .figures import KEY, in_text
from .models import Figure, values_on

STATES = {
    ADDED: _("added"),
    TAKEN_OUT: _("taken out"),
    CHANGED: _("changed"),
    SAME: _("moved"),
}
PARTS = {
    "title": _("Title"),
    "text": _("Text"),
    "warning": _("Warning"),
    "example": _("Example"),
    "documents": _("Documents"),
    "calculator": _("Calculator"),
    "picture": _("Picture"),
    "audio": _("Audio"),
    "download": _("Download"),
    "time_limit": _("Time limit"),
    "purpose": _("Purpose"),
    "when": _("When"),
    "audience": _("For whom"),
    "minutes": _("Minutes"),
    "owner": _("Owner"),
    "tags": _("Tags"),
    "related": _("Related SOPs"),
    "module": _("Training module"),
    "facts": _("Facts"),
    "sample": _("Sample"),
    "task": _("Task"),
    "forms": _("Forms"),
}
KINDS = {
    "condition": _("Condition"),
    "benefit": _("Benefit"),
    "bring": _("To bring"),
    "step": _("Step"),
    "objection": _("Objection"),
    "check": _("Checklist"),
}


@dataclass(frozen=True)
class ShownChange:
    """One passage that differs. `state` is for the look, `said` the same in words; `lines` are
    (name of the part, its words marked as HTML)."""

    key: str
    kind: str
    state: str
    said: str
    number: int
    heading: SafeString
    lines: list[tuple[str, SafeString]]


@dataclass(frozen=True)
class Shown:
    """All that differs between two texts; `is_first` when there was none before."""

    head: list[tuple[str, SafeString]]
    passages: list[ShownChange]
    is_first: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.head and not self.passages


def shown(before: Document | None, after: Document, day: date | None = None) -> Shown:
    """The differences with the numbers of this day (today). One query."""
    if before is None:
        return Shown([], [], is_first=True)
    before = replace(before, code=after.code, language=after.language, task=after.task)
    found = compare(before, after)
    write = Writer(after.language, values_on(day or localdate()))
    head = [
        (PARTS[change.name], write.marked(marks(_said(change.before), _said(change.after))))
        for change in found.head
    ]
    return Shown(head, [_passage(change, write) for change in found.changed()])


def _passage(change: Change, write: "Writer") -> ShownChange:
    said = STATES[change.state]
    if change.moved and change.state == CHANGED:
        said = _("changed and moved")
    passage = change.after or change.before
    return ShownChange(
        change.key,
        KINDS[change.kind],
        "moved" if change.state == SAME else change.state,
        said,
        getattr(passage, "number", 0),
        write.plain(change.heading),
        [(PARTS[name], write.marked(words)) for name, words in change.lines()],
    )


def _said(value) -> str:
    """A field of the head as one text."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, tuple):
        return ", ".join(getattr(one, "text", one) for one in value)
    return "" if value is None else str(value)


class Writer:
    """Texts as HTML: escaped, numbers filled in, Lao with places where lines may break. `kept` are
    names between braces that are no reference values: they stay as they are."""

    def __init__(self, language: str, figures: dict[str, Figure], kept: Collection[str] = ()):
        self.language, self.figures, self.kept = language, figures, kept

    def plain(self, text: str) -> SafeString:
        html = KEY.sub(self._number, escape(text)).replace("\n", "<br>")
        return mark_safe(with_breaks(html) if self.language == "lo" else html)

    def marked(self, words: Iterable[Marked]) -> SafeString:
        return format_html_join("", "{}", ((self._mark(one),) for one in words))

    def _mark(self, one: Marked) -> SafeString:
        html = self.plain(one.text)
        if one.mark == SAME:
            return html
        return format_html("<{0}>{1}</{0}>", "ins" if one.mark == ADDED else "del", html)

    def _number(self, found) -> str:
        if found[1] in self.kept:
            return found[0]
        figure = self.figures.get(found[1])
        return escape(in_text(figure)) if figure else f"[LSSO: {found[1]}]"
