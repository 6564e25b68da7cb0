"""What an SOP says in one language, as plain data: the form between pages, files and templates.

`SOPPage.content()` makes a `Document` of a page and files.reading makes one of a file; rendering,
search and export read it. Nothing here knows Django. Texts are as their author typed them:
"Markdown" may hold paragraphs, lists, emphasis, links, `{vol_rate}` (a reference value, filled in
when read) and `[LSSO: what is missing]` (an open field); "plain" is one line and may hold the same
two marks, no Markdown. Nothing is escaped: whoever renders does that.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from json import dumps

TEXT, WARNING, EXAMPLE = "text", "warning", "example"
DOCUMENTS, CALCULATOR = "documents", "calculator"
PICTURE, AUDIO, DOWNLOAD = "picture", "audio", "download"

CALCULATORS = ("contribution", "months")


@dataclass(frozen=True)
class Part:
    """One piece of a step's body, by its `kind`:

    - text, warning, example: `text` is Markdown;
    - documents: `items` are plain lines, a list of papers;
    - calculator: `name` is one of CALCULATORS;
    - picture: `file` names the picture, `pk` is its wagtailimages.Image, `text` its alternative
      text (plain, never empty on a published page);
    - audio: `pk` is a sop_pages.Recording, `file` its file's name, `text` its title (plain);
    - download: `pk` is a wagtaildocs.Document, `file` its file's name, `text` its title (plain).

    `pk` is None in a Document that was read from a file and not stored yet; it is no part of the
    content (`sha256` of the file, in `digest`, is).
    """

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    name: str = ""
    file: str = ""
    digest: str = ""
    pk: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Item:
    """A line with a key: a condition, a benefit, a thing to bring, a point of the checklist.

    `text` is plain. `block_id` is the id by which others point at it ("" before it is stored).
    """

    key: str
    text: str
    block_id: str = field(default="", compare=False)


@dataclass(frozen=True)
class StepText:
    """A step: `number` counts from 1, `title` and `time_limit` are plain (the latter may be "")."""

    key: str
    title: str
    parts: tuple[Part, ...] = ()
    time_limit: str = ""
    number: int = field(default=0, compare=False)
    block_id: str = field(default="", compare=False)

    def plain_parts(self) -> Iterator[str]:
        """The words of the body, part by part, still with Markdown signs."""
        for part in self.parts:
            if part.text:
                yield part.text
            yield from part.items


@dataclass(frozen=True)
class Objection:
    """What people say (`question`, plain) and what an officer answers (`answer`, Markdown)."""

    key: str
    question: str
    answer: str = ""
    block_id: str = field(default="", compare=False)


@dataclass(frozen=True)
class Form:
    """A form that belongs to the SOP: a plain line ("COM-01-A: Visit record"), perhaps a file."""

    text: str
    file: str = ""
    digest: str = ""
    pk: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Document:
    """An SOP in one language.

    `code` REG-01; `language` "lo" or "en"; `task` a SectionPage.Task value; `purpose` Markdown;
    `when` plain; `audience` of officer, coordinator, trainer; `minutes` a positive number or None;
    `related` codes of other SOPs; `module` "M1"… or ""; `facts` ids of the facts that it rests on;
    `sample` True when LSSO has yet to confirm it.
    """

    code: str
    language: str
    title: str
    task: str
    purpose: str = ""
    when: str = ""
    audience: tuple[str, ...] = ()
    minutes: int | None = None
    owner: str = ""
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    module: str = ""
    facts: tuple[str, ...] = ()
    sample: bool = False
    conditions: tuple[Item, ...] = ()
    benefits: tuple[Item, ...] = ()
    bring: tuple[Item, ...] = ()
    steps: tuple[StepText, ...] = ()
    objections: tuple[Objection, ...] = ()
    checklist: tuple[Item, ...] = ()
    forms: tuple[Form, ...] = ()

    def hash(self) -> str:
        """SHA-256 of all that an author can say; the same for a page and for its file."""
        return _digest(asdict(self))

    def as_json(self) -> dict:
        """What a release keeps of it: all of it, ids of rows and blocks too."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict) -> "Document":
        """The Document that `as_json` was made of. Names that this version doesn't know are left
        out, so that a release issued by a later one can still be read."""
        shapes = {
            "conditions": Item, "benefits": Item, "bring": Item, "checklist": Item,
            "steps": StepText, "objections": Objection, "forms": Form,
        }  # fmt: skip
        known = _known(cls, kept)
        for name, shape in shapes.items():
            known[name] = tuple(_passage_from(shape, one) for one in kept.get(name, ()))
        return cls(**known)

    def keyed(self) -> Iterator[tuple[str, Item | StepText | Objection]]:
        """Every passage that has a key, with its kind (a Step.Kind value), in reading order."""
        for kind, passages in (
            ("condition", self.conditions),
            ("benefit", self.benefits),
            ("bring", self.bring),
            ("step", self.steps),
            ("objection", self.objections),
            ("check", self.checklist),
        ):
            for passage in passages:
                yield kind, passage

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text with the place where it stands (a key or a field's name), in reading order."""
        yield "title", self.title
        yield "purpose", self.purpose
        yield "when", self.when
        for kind, passage in self.keyed():
            yield from ((passage.key, text) for text in words_of(kind, passage))
        for form in self.forms:
            yield "forms", form.text


def _known(shape, kept: dict) -> dict:
    names = {field.name for field in fields(shape)}
    return {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items() if k in names}


def _passage_from(shape, kept: dict):
    known = _known(shape, kept)
    if shape is StepText:
        known["parts"] = tuple(Part(**_known(Part, part)) for part in kept.get("parts", ()))
    return shape(**known)


def words_of(kind: str, passage: Item | StepText | Objection) -> list[str]:
    """All texts of one keyed passage, its title first."""
    if kind == "step":
        limit = [passage.time_limit] if passage.time_limit else []
        return [passage.title, *passage.plain_parts(), *limit]
    if kind == "objection":
        return [passage.question, passage.answer]
    return [passage.text]


def heading_of(kind: str, passage: Item | StepText | Objection) -> str:
    """The one line by which a keyed passage is named."""
    if kind == "step":
        return passage.title
    return passage.question if kind == "objection" else passage.text


def passage_hash(passage: Item | StepText | Objection) -> str:
    """SHA-256 of one passage, its key too: a local note remembers beneath which text it was
    written."""
    return _digest(asdict(passage))


def said_hash(said) -> str:
    """SHA-256 of what a passage says (or a tuple of texts or forms), whatever its key: a
    translation remembers from which text it was made."""
    data = _plain(said)
    if isinstance(data, dict):
        data.pop("key", None)
    return _digest(data)


def _plain(said):
    if isinstance(said, tuple):
        return [_plain(one) for one in said]
    return said if isinstance(said, str) else asdict(said)


def _digest(data) -> str:
    text = dumps(_said(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _said(value):
    """The data without what is no part of the text: ids of rows and blocks, numbers by place."""
    if isinstance(value, dict):
        return {k: _said(v) for k, v in value.items() if k not in {"block_id", "pk", "number"}}
    return [_said(v) for v in value] if isinstance(value, (list, tuple)) else value
