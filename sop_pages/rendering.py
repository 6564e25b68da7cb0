"""Makes an SOP's body: from its content and the values of a day to the HTML that is served.

What differs from reader to reader is left open by marks, and filled in when it is read
(sop_pages.reading): whom to call, a calculator's result, the address of the icons.
"""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from sop_site.lao.text import truncate, with_breaks

from . import marks
from .calculators import VALUES_OF
from .content import (
    CALCULATOR,
    DOCUMENTS,
    DOWNLOAD,
    EXAMPLE,
    PICTURE,
    TEXT,
    WARNING,
    Document,
    Part,
)
from .figures import Filler, keys_in, rows
from .markdown import plain_text
from .marks import Marks
from .models.values import Figure
from .staleness import FORMS, HEAD
from .tips import Tip

ICONS = "icons:"  # stands for the address of icons.svg, whose name changes with its content
CONTACTS = "<!--contacts-->"
CALCULATORS = ("<!--calculator:{}-->", "<!--/calculator-->")
NOTES = re.compile("<!--notes:([a-z0-9-]+)-->")  # beneath each step: its place's notes
HOTLINE = "hotline"  # the contacts name it, so every copy keeps it
WIDTH = 720  # of pictures: twice the column of a phone
TASKS = {
    "tell": _("Explain the benefits"),
    "register": _("Register members"),
    "contributions": _("Contributions"),
    "claims": _("Help with a claim"),
    "records": _("Data and documents"),
}
AUDIENCE = {
    "officer": _("District officer"),
    "coordinator": _("Provincial coordinator"),
    "trainer": _("Trainer"),
}


@dataclass(frozen=True)
class Body:
    """A rendered body. `keys` are the reference values that it rests on, in order of reading."""

    html: str
    description: str
    keys: tuple[str, ...]

    def etag(self, title: str) -> str:
        return sha256(f"{title}\0{self.html}".encode()).hexdigest()[:32]


def keys_of(document: Document) -> set[str]:
    """The reference values that an SOP rests on, those of its calculators and contacts too."""
    keys = keys_in(text for _place, text in document.texts()) | {HOTLINE}
    for step in document.steps:
        for part in step.parts:
            if part.kind == CALCULATOR:
                keys.update(VALUES_OF.get(part.name, ()))
    return keys


def render(
    document: Document,
    figures: dict[str, Figure],
    titles: dict[str, str],
    coming: date | None = None,
    number: str = "",
    since: date | None = None,
    behind: Marks | None = None,
    retirement=None,
    tips: dict[str, list[Tip]] | None = None,
) -> Body:
    """The body for one set of values. `titles` are those of other SOPs in this language, by code;
    `coming` is the day from which another release holds; `number` is this one's, `since` its day;
    `behind` is what of a translation to mark, `retirement` the Retirement by which the SOP will
    cease to hold, `tips` stand beneath the steps of these keys.

    Queries: the files that the document names, none else.
    """
    with translation.override(document.language):
        context, keys = prepared(document, figures, titles, behind)
        context |= {"coming": coming, "number": number, "since": since}
        context |= _retired(retirement, document.language) if retirement else {}
        for step in context["steps"]:
            step["tips"] = (tips or {}).get(step["key"], ())
        html = render_to_string("sop_pages/sop_body.html", context)
    if document.language == "lo":
        html = with_breaks(html)
    return Body(html, truncate(plain_text(document.purpose), 160), keys)


def render_retired(document: Document, retirement, release) -> Body:
    """What stands at the address of an SOP that is retired: since when, why, what holds instead.

    `retirement` is a Retirement, `release` the last one that held. No query.
    """
    with translation.override(document.language):
        context = {"document": document, "release": release, "code": document.code}
        context |= _retired(retirement, document.language)
        context["task_name"] = TASKS.get(document.task, "")
        html = render_to_string("sop_pages/retired.html", context)
    if document.language == "lo":
        html = with_breaks(html)
    return Body(html, "", ())


def _retired(retirement, language: str) -> dict:
    return {"retirement": retirement, "reason": retirement.reason(language)}


def prepared(
    document: Document,
    figures: dict[str, Figure],
    titles: dict[str, str],
    behind: Marks | None = None,
) -> tuple[dict, tuple[str, ...]]:
    """What a page or a sheet of an SOP shows, texts as safe HTML in the language that is shown;
    and the reference values that it rests on, in order of reading. `titles` as in `render`."""
    filler = Filler(figures, document.language)
    found = marks.shown(behind, document.code, figures)
    context = _context(document, filler, found)
    context["related"] = [(code, titles[code]) for code in document.related if code in titles]
    named = [*filler.met, *(key for key in sorted(keys_of(document)) if key in figures)]
    keys = tuple(dict.fromkeys(named))
    shown = [figures[key] for key in keys if key in filler.met or key != HOTLINE]
    context["values"] = rows(shown, document.language)
    return context, keys


def _context(document: Document, filler: Filler, found: marks.Shown) -> dict:
    """Every text of the document as safe HTML, in the order of the page, with its marks."""
    items = ("conditions", "benefits", "bring", "checklist")
    steps = [_step(step, n, filler, found) for n, step in enumerate(document.steps, 1)]
    return {
        "document": document,
        "behind": _about_lists(found),
        "task_name": TASKS.get(document.task, ""),
        "audience": [AUDIENCE[role] for role in document.audience if role in AUDIENCE],
        "search_path": f"/{document.language}/search/",
        "purpose": filler.rich(document.purpose),
        "when": filler.plain(document.when),
        "steps": steps,
        "objections": [
            {
                "key": o.key,
                "question": filler.plain(o.question),
                "answer": filler.rich(o.answer),
                "behind": found.of(o.block_id),
            }
            for o in document.objections
        ],
        "forms": [
            {"text": filler.plain(form.text), "url": _document_url(form.pk)}
            for form in document.forms
        ],
        "contacts": mark_safe(CONTACTS),
    } | {
        name: [
            {"key": i.key, "text": filler.plain(i.text), "behind": found.of(i.block_id)}
            for i in getattr(document, name)
        ]
        for name in items
    }


def _about_lists(found: marks.Shown) -> dict[str, list[marks.Mark]]:
    """The marks that stand at no passage of this text: at the head, and where one is missing."""
    missing = {kind: found.after.get(kind, []) for kind in ("objection", "check")}
    lists = [one for kind in ("bring", "condition", "benefit") for one in found.after.get(kind, [])]
    forms = found.of(FORMS) + found.after.get(FORMS, [])
    return missing | {"head": found.of(HEAD), "lists": lists, "forms": forms, "first": found.before}


def _step(step, number: int, filler: Filler, found: marks.Shown) -> dict:
    return {
        "behind": found.of(step.block_id),
        "following": found.following.get(step.block_id, []),
        "key": step.key,
        "number": number,
        "title": filler.plain(step.title),
        "parts": [part for part in (_part(part, filler) for part in step.parts) if part],
        "time_limit": filler.plain(step.time_limit),
    }


def _part(part: Part, filler: Filler) -> dict | None:
    kind = {"kind": part.kind}
    if part.kind in (TEXT, WARNING, EXAMPLE):
        return kind | {"html": filler.rich(part.text)}
    if part.kind == DOCUMENTS:
        return kind | {"items": [filler.plain(item) for item in part.items]}
    if part.kind == CALCULATOR:
        opening, closing = CALCULATORS
        return kind | {"html": mark_safe(opening.format(part.name) + closing)}
    if part.kind == PICTURE:
        return _picture(part, kind)
    url = _document_url(part.pk) if part.kind == DOWNLOAD else _recording(part.pk)
    return kind | {"url": url, "text": part.text} if url else None


def _picture(part: Part, kind: dict) -> dict | None:
    image = get_image_model().objects.filter(pk=part.pk).first()
    if image is None:
        return None
    try:
        rendition = image.get_rendition(f"max-{WIDTH}x1440|format-webp")
    except SourceImageIOError:  # its file is gone
        return None
    return kind | {"image": rendition, "text": part.text}


def _document_url(pk: int | None) -> str:
    stored = get_document_model().objects.filter(pk=pk).first() if pk else None
    return stored.url if stored else ""


def _recording(pk: int | None) -> str:
    from .models import Recording

    stored = Recording.objects.filter(pk=pk).first() if pk else None
    return stored.file.url if stored else ""
