"""What a reader sees at a passage that is behind: why, since when, and the language that counts."""

from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from sop_site.lao.text import with_breaks

from .figures import Filler
from .models.values import Figure
from .staleness import CHANGED, EXTRA, FORMS, HEAD, MISSING, MOVED, Behind

# By the language that counts, since a name of a language is not just put into a Lao sentence.
SENTENCES = {
    "lo": {
        CHANGED: _("Older than the Lao text, which changed on %(day)s. The Lao text counts."),
        MISSING: _("The Lao text has one more here: %(heading)s. The Lao text counts."),
        EXTRA: _("This is not in the Lao text. The Lao text counts."),
        MOVED: _("In the Lao text this step stands in another place. The Lao text counts."),
    },
    "en": {
        CHANGED: _("Older than the English text, which changed on %(day)s. The English counts."),
        MISSING: _("The English text has one more here: %(heading)s. The English text counts."),
        EXTRA: _("This is not in the English text. The English text counts."),
        MOVED: _("In the English text this step stands in another place. The English counts."),
    },
}
WHY = {
    CHANGED: _("changed in the source since"),
    MISSING: _("missing in the translation"),
    EXTRA: _("not in the source"),
    MOVED: _("stands elsewhere in the source"),
}
READ_IT = {"lo": "ອ່ານເປັນພາສາລາວ", "en": "Read it in English"}


@dataclass(frozen=True)
class Marks:
    """What to mark in a text: the passages behind, the language that counts, and the release whose
    page is shown ("" for what is read today). `opens` whether readers may see the source."""

    behind: tuple[Behind, ...]
    language: str
    release: str = ""
    opens: bool = True


@dataclass(frozen=True)
class Mark:
    """One mark: on the screen, and as plain words on paper."""

    html: SafeString
    words: str


@dataclass
class Shown:
    """Marks by place: `at` a passage and `following` one, by block id; `before` the first step;
    `after` the lists, by kind."""

    at: dict[str, list[Mark]] = field(default_factory=dict)
    following: dict[str, list[Mark]] = field(default_factory=dict)
    before: list[Mark] = field(default_factory=list)
    after: dict[str, list[Mark]] = field(default_factory=dict)

    def of(self, block_id: str) -> list[Mark]:
        return self.at.get(block_id, [])


def shown(marks: Marks | None, code: str, figures: dict[str, Figure]) -> Shown:
    """The marks of a page, in the language that is set. No query."""
    found = Shown()
    for one in marks.behind if marks else ():
        mark = _mark(one, marks, code, figures)
        if one.why != MISSING:
            found.at.setdefault(one.block_id, []).append(mark)
        elif one.kind == "step" and one.after:
            found.following.setdefault(one.after, []).append(mark)
        elif one.kind == "step":
            found.before.append(mark)
        else:
            found.after.setdefault(one.kind, []).append(mark)
    return found


def _mark(one: Behind, marks: Marks, code: str, figures: dict[str, Figure]) -> Mark:
    sentence = SENTENCES[marks.language][one.why]
    day = date_format(one.since_day)
    heading = Filler(figures, marks.language).plain(one.heading) if marks.opens else "…"
    quoted = mark_safe(with_breaks(heading) if marks.language == "lo" else heading)
    context = {
        "sentence": _filled(
            sentence, day, format_html('<q lang="{}">{}</q>', marks.language, quoted)
        ),
        "counts": marks.language,
        "address": _address(one, marks, code) if marks.opens else "",
        "read_it": READ_IT[marks.language],
    }
    html = render_to_string("sop_pages/behind.html", context)
    return Mark(html, str(sentence) % {"day": day, "heading": f"“{strip_tags(heading)}”"})


def _filled(sentence, day: str, heading: SafeString) -> SafeString:
    return mark_safe(escape(sentence) % {"day": escape(day), "heading": heading})


def _address(one: Behind, marks: Marks, code: str) -> str:
    anchor = "" if one.kind in (HEAD, FORMS) or one.why == EXTRA else f"#{one.key}"
    name, args = "sop_pages:sop", [code.lower()]
    if marks.release:
        name, args = "sop_pages:release", [code.lower(), marks.release]
    with translation.override(marks.language):
        return reverse(name, args=args) + anchor
