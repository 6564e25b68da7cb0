"""Between a page's blocks and plain data (content.py), both ways."""

from uuid import UUID, uuid5

from .content import (
    DOCUMENTS,
    TEXT,
    Document,
    Form,
    Item,
    Objection,
    Part,
    StepText,
    heading_of,
    words_of,
)
from .markdown import plain_text
from .normal import markdown_text, plain_line

ITEM_FIELDS = ("conditions", "benefits", "bring", "checklist")


def document_of(page) -> Document:
    """The Document of a page, in the normal form: lines trimmed, neighbouring texts joined."""
    return Document(
        code=page.code,
        language=page.locale.language_code,
        title=plain_line(page.title),
        task=_task_of(page),
        purpose=markdown_text(page.purpose),
        when=plain_line(page.when),
        audience=tuple(page.audience),
        minutes=page.minutes,
        owner=plain_line(page.owner_unit),
        tags=tuple(plain_line(item.tag.name) for item in _tagged(page)),
        related=tuple(page.related),
        module=page.module,
        facts=tuple(page.facts),
        sample=page.sample,
        steps=tuple(_step(child, n) for n, child in enumerate(page.steps, 1)),
        objections=tuple(_objection(child) for child in page.objections),
        forms=tuple(_form(child.value) for child in page.forms),
        **{name: tuple(_item(child) for child in getattr(page, name)) for name in ITEM_FIELDS},
    )


def _task_of(page) -> str:
    """The section's task. A page that isn't in the tree yet (a first preview) has none."""
    parent = page.get_parent() if page.path else None
    return getattr(parent.specific, "task", "") if parent else ""


def _tagged(page):
    items = page.tagged_items.all()
    return items.select_related("tag") if hasattr(items, "select_related") else items


def _item(child) -> Item:
    value = child.value
    return Item(value["key"], plain_line(value["text"]), block_id=child.id or "")


def _objection(child) -> Objection:
    value = child.value
    return Objection(
        value["key"],
        plain_line(value["question"]),
        markdown_text(value["answer"]),
        block_id=child.id or "",
    )


def _step(child, number: int) -> StepText:
    value = child.value
    return StepText(
        value["key"],
        plain_line(value["title"]),
        tuple(join_texts(_part(part) for part in value["body"])),
        plain_line(value["time_limit"]),
        number=number,
        block_id=child.id or "",
    )


def join_texts(parts):
    """Drops empty parts and joins texts that follow each other: in a file they are one."""
    kept: list[Part] = []
    for part in parts:
        if part is None:
            continue
        if kept and part.kind == kept[-1].kind == TEXT:
            kept[-1] = Part(TEXT, f"{kept[-1].text}\n\n{part.text}")
        else:
            kept.append(part)
    return kept


def _part(child) -> Part | None:
    kind, value = child.block_type, child.value
    if kind in ("text", "warning", "example"):
        text = markdown_text(value)
        return Part(kind, text) if text else None
    if kind == DOCUMENTS:
        items = tuple(line for line in map(plain_line, value) if line)
        return Part(kind, items=items) if items else None
    if kind == "calculator":
        return Part(kind, name=value) if value else None
    chosen, words = {"picture": ("image", "alt"), "audio": ("recording", "title")}.get(
        kind, ("document", "title")
    )
    return _file_part(kind, value[chosen], plain_line(value[words]))


def _file_part(kind: str, stored, text: str) -> Part | None:
    if stored is None:
        return None
    return Part(kind, text, file=_name(stored), digest=digest_of(stored), pk=stored.pk)


def _form(value) -> Form:
    stored = value["document"]
    if stored is None:
        return Form(plain_line(value["text"]))
    return Form(
        plain_line(value["text"]), file=_name(stored), digest=digest_of(stored), pk=stored.pk
    )


def _name(stored) -> str:
    return stored.file.name.rpartition("/")[2]


def digest_of(stored) -> str:
    """SHA-1 of a stored picture, document or recording, as Wagtail keeps it."""
    if hasattr(stored, "get_file_hash"):
        return stored.get_file_hash()
    return stored.file_hash


def write(page, document: Document, ids: dict[str, str]) -> None:
    """Puts a Document's content into a page's fields; saves nothing.

    `ids` gives the block id of each key. Files must be stored already (`pk` set).
    """
    page.title = page.draft_title = document.title
    page.purpose, page.when = document.purpose, document.when
    page.audience, page.minutes = list(document.audience), document.minutes
    page.owner_unit, page.related = document.owner, list(document.related)
    page.module, page.facts = document.module, list(document.facts)
    page.sample = document.sample
    for name in ITEM_FIELDS:
        lines = getattr(document, name)
        _fill(page, name, [_raw("item", i, ids, text=i.text) for i in lines])
    _fill(page, "steps", [_raw_step(step, ids) for step in document.steps])
    _fill(
        page,
        "objections",
        [
            _raw("objection", o, ids, question=o.question, answer=o.answer)
            for o in document.objections
        ],
    )
    _fill(page, "forms", [_raw_form(page, n, form) for n, form in enumerate(document.forms)])


def _fill(page, name: str, raw: list[dict]) -> None:
    setattr(page, name, page._meta.get_field(name).stream_block.to_python(raw))


def _raw(kind: str, passage, ids: dict[str, str], **value) -> dict:
    return {"type": kind, "value": {"key": passage.key, **value}, "id": ids[passage.key]}


def _raw_step(step: StepText, ids: dict[str, str]) -> dict:
    parent = UUID(ids[step.key])
    body = [_raw_part(parent, n, part) for n, part in enumerate(step.parts)]
    return _raw("step", step, ids, title=step.title, body=body, time_limit=step.time_limit)


def _raw_part(parent: UUID, n: int, part: Part) -> dict:
    # Ids by place: both languages' files agree, which wagtail-localize needs.
    own = uuid5(parent, f"part-{n}")
    value = {
        "documents": [
            {"type": "item", "value": line, "id": str(uuid5(own, f"line-{m}"))}
            for m, line in enumerate(part.items)
        ],
        "calculator": part.name,
        "picture": {"image": part.pk, "alt": part.text},
        "audio": {"recording": part.pk, "title": part.text},
        "download": {"document": part.pk, "title": part.text},
    }.get(part.kind, part.text)
    return {"type": part.kind, "value": value, "id": str(own)}


def _raw_form(page, n: int, form: Form) -> dict:
    return {
        "type": "form",
        "value": {"text": form.text, "document": form.pk},
        "id": str(uuid5(page.sop.uuid, f"form-{n}")),
    }


def passages_of(document: Document) -> list[tuple[str | None, str, str, str]]:
    """See SOPPage.passages."""
    head = [plain_text(document.purpose), document.when, document.owner, " ".join(document.tags)]
    found = [(None, "head", document.title, "\n".join(filter(None, head)))]
    for kind, passage in document.keyed():
        words = words_of(kind, passage)[1:]
        text = "\n".join(filter(None, map(plain_text, words)))
        found.append((passage.key, kind, heading_of(kind, passage), text))
    if document.forms:
        found.append((None, "forms", "", "\n".join(form.text for form in document.forms)))
    return found
