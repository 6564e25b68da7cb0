"""One SOP as data for the template: every text filled with a day's values, as nodes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.images.models import SourceImageIOError

from sop_site.public_addresses import address_of, qr_file_of

from .. import rendering
from ..content import Document
from ..marks import Mark, Marks
from ..models import Retirement
from ..models.values import Figure
from .nodes import line, nodes
from .words import owner, sample_notice, words

PRINTED = "max-1400x1400|format-webp"  # 170 mm at 200 dots an inch
ITEMS = ("conditions", "benefits", "bring", "checklist")


@dataclass(frozen=True)
class Printable:
    """What is printed of an SOP: a release's text, its number and day, the values to fill in."""

    document: Document
    number: str
    since: date
    figures: dict[str, Figure]
    titles: dict[str, str]  # of other SOPs, by code
    behind: Marks | None = None
    ended: Retirement | None = None  # by which it holds no more

    def data(self, pictures: dict[str, bytes]) -> dict:
        """A PDF of this SOP alone, as the template takes it; see sop_data."""
        with translation.override(self.document.language):
            return {
                "form": "sop",
                "language": self.document.language,
                "title": f"{self.document.code} {self.document.title}",
                "author": owner(),
                "words": words(),
                "sops": [sop_data(self, pictures)],
            }


def label_of(code: str, key: str = "") -> str:
    """The name by which a table or an index finds an SOP or a step in the same PDF."""
    return f"{code}/{key}"


def sop_data(printable: Printable, pictures: dict[str, bytes]) -> dict:
    """The SOP as the template takes it; its pictures are put into `pictures`, by file name.

    Queries: the files that the document names.
    """
    document = printable.document
    with translation.override(document.language):
        context, _keys = rendering.prepared(
            document, printable.figures, printable.titles, printable.behind
        )
        check = address_of(
            "sop_pages:check", document.code.lower(), printable.number, language=document.language
        )
        return {
            "code": document.code,
            "label": label_of(document.code),
            "title": document.title,
            "task": str(context["task_name"]),
            "control": _control(printable),
            "facts": _facts(document, context),
            "sample": sample_notice() if document.sample else "",
            "address": check,
            "qr": qr_file_of(check),
            "purpose": nodes(context["purpose"]),
            "when": nodes(context["when"]),
            "behind": [part for marks in context["behind"].values() for part in _marks(marks)],
            "steps": [_step(step, document.code, pictures) for step in context["steps"]],
            "objections": [
                {
                    "question": nodes(o["question"]),
                    "answer": nodes(o["answer"]),
                    "behind": _marks(o["behind"]),
                }
                for o in context["objections"]
            ],
            "forms": [nodes(form["text"]) for form in context["forms"]],
            "related": [{"code": code, "title": title} for code, title in context["related"]],
            "values": [_value(row) for row in context["values"]],
        } | {name: [_item(item) for item in context[name]] for name in ITEMS}


def _control(printable: Printable) -> str:
    number = _("Release %(number)s") % {"number": printable.number}
    since = _("Holds from %(day)s") % {"day": date_format(printable.since)}
    ended = _ended(printable.ended) if printable.ended else ""
    return " · ".join(filter(None, [number, since, ended]))


def _ended(act: Retirement) -> str:
    """Stands on every sheet of what nobody is to work by."""
    if act.act == Retirement.Act.ERROR:
        return _("void: issued in error")
    if act.successor:
        words = _("replaced by %(code)s on %(day)s")
        return words % {"code": act.successor.code, "day": date_format(act.holds_from)}
    return _("withdrawn on %(day)s") % {"day": date_format(act.holds_from)}


def _facts(document: Document, context: dict) -> str:
    """Who does it, how long it takes, whose it is, in one line."""
    minutes = document.minutes
    time = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes} if minutes else ""
    return " · ".join(
        filter(None, [", ".join(map(str, context["audience"])), time, document.owner])
    )


def _step(step: dict, code: str, pictures: dict[str, bytes]) -> dict:
    return {
        "number": step["number"],
        "label": label_of(code, step["key"]),
        "title": nodes(step["title"]),
        "limit": nodes(step["time_limit"]),
        "parts": _marks(step["behind"])
        + [found for part in step["parts"] if (found := _part(part, pictures))]
        + _marks(step["following"]),
    }


def _marks(found: list[Mark]) -> list[dict]:
    """Where the text is behind the language that counts."""
    return [{"is": "behind", "in": line(mark.words)} for mark in found]


def _item(item: dict) -> list:
    behind = " ".join(mark.words for mark in item["behind"])
    return nodes(item["text"]) + (line(f" ({behind})") if behind else [])


def _part(part: dict, pictures: dict[str, bytes]) -> dict | None:
    kind = part["kind"]
    if kind in {"text", "warning", "example"}:
        return {"is": kind, "in": nodes(part["html"])}
    if kind == "documents":
        return {"is": kind, "items": [nodes(item) for item in part["items"]]}
    if kind == "picture":
        return {"is": kind, "file": _picture(part, pictures), "alt": part["text"]}
    if kind in {"audio", "download"}:
        address = settings.PUBLIC_URL.rstrip("/") + part["url"]
        to = part["url"] if part["url"].startswith("http") else address
        return {"is": kind, "in": line(part["text"]), "to": to}
    return None  # a calculator needs a screen


def _picture(part: dict, pictures: dict[str, bytes]) -> str:
    """The name of the picture's file, "" where it can't be read: its words stand for it then."""
    try:
        rendition = part["image"].image.get_rendition(PRINTED)
        with rendition.file.storage.open(rendition.file.name) as file:
            content = file.read()
    except (OSError, SourceImageIOError):
        return ""
    name = f"picture-{rendition.pk}.webp"
    pictures[name] = content
    return name


def _value(row: dict) -> dict:
    since = _("Valid from %(date)s") % {"date": row["since"]} if row["since"] else ""
    reviewed = _("reviewed by LSSO") if row["reviewed"] else _("not yet reviewed by LSSO")
    source = " · ".join(filter(None, [row["source"], since or _("day not known"), reviewed]))
    value = f"{row['value']} {row['note']}".strip()
    return {"label": line(row["label"]), "value": line(value), "source": line(source)}
