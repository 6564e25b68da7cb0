"""Makes a large handbook by bulk insert: through Wagtail 4,000 pages take minutes.

    python -m sop_site.bench.grow 4000

Each new SOP is a copy of a starting one in Lao, with a code of its own: its page, its rendered
copy and its rows of the search. SQLite only.
"""

import sys
from itertools import product
from string import ascii_uppercase
from uuid import uuid4

import django


def codes(taken: set[str]):
    for letters in product(ascii_uppercase, repeat=3):
        for number in range(1, 100):
            code = f"{''.join(letters)}-{number:02}"
            if code not in taken:
                yield code


def copied(rows, new_id: int, **changed):
    """A model's row as a new object with these fields changed."""
    fields = {f.attname: getattr(rows, f.attname) for f in rows._meta.local_concrete_fields}
    return type(rows)(**{**fields, "id": new_id, **changed})


def next_id(model) -> int:
    from django.db.models import Max

    return (model.objects.aggregate(most=Max("pk"))["most"] or 0) + 1


def grow(wanted: int) -> int:
    """Brings the Lao handbook to this many SOPs. Returns how many were added."""
    from django.db import transaction

    from sop_pages.models import SOP

    with transaction.atomic():
        there = SOP.objects.filter(rendered__language="lo").distinct().count()
        fresh = codes(set(SOP.objects.values_list("code", flat=True)))
        sops = [SOP(code=next(fresh), uuid=uuid4()) for _ in range(max(0, wanted - there))]
        SOP.objects.bulk_create(sops)
        _add_pages(SOP.objects.filter(rendered=None).order_by("pk"))
    return len(sops)


def _add_pages(sops) -> None:
    from wagtail.models import Page

    from sop_pages.models import RenderedSOP

    sources = list(
        RenderedSOP.objects.filter(language="lo").select_related("page").order_by("code")
    )
    sources = list({copy.code: copy for copy in sources}.values())
    page_id, copy_id = next_id(Page), next_id(RenderedSOP)
    pages, bodies, of_page, children = [], [], {}, {}
    for place, sop in enumerate(sops):
        source = sources[place % len(sources)]
        parent = source.page.path[:-4]
        children.setdefault(parent, Page.objects.get(path=parent).numchild)
        children[parent] += 1
        pages.append(_page(source.page, page_id + place, parent, children[parent], sop))
        of_page[page_id + place] = (source.page_id, sop)
        body = source.body.replace(source.code, sop.code)
        bodies.append(
            copied(source, copy_id + place, sop_id=sop.pk, page_id=page_id + place,
                   code=sop.code, body=body, etag=uuid4().hex)
        )  # fmt: skip
    Page.objects.bulk_create(pages, batch_size=500)
    for path, count in children.items():
        Page.objects.filter(path=path).update(numchild=count)
    _add_sop_pages(of_page)
    RenderedSOP.objects.bulk_create(bodies, batch_size=200)
    _add_search(of_page)


def _page(source, page_id: int, parent: str, child: int, sop):
    from wagtail.models import Page

    fields = {f.attname: getattr(source, f.attname) for f in Page._meta.local_concrete_fields}
    changed = {
        "id": page_id,
        "path": parent + Page._int2str(child).rjust(Page.steplen, "0"),
        "numchild": 0,
        "slug": sop.code.lower(),
        "url_path": source.url_path.rsplit("/", 2)[0] + f"/{sop.code.lower()}/",
        "translation_key": sop.uuid,
        "latest_revision_id": None,
        "live_revision_id": None,
    }
    return Page(**{**fields, **changed})


def _add_sop_pages(of_page: dict) -> None:
    """The rows of SOPPage's own table; Django can't insert those of a child model in bulk."""
    from django.db import connection

    from sop_pages.models import SOPPage

    columns = [f.column for f in SOPPage._meta.local_concrete_fields]
    own = [c for c in columns if c not in {"page_ptr_id", "sop_id"}]
    names = ", ".join(f'"{column}"' for column in own)
    statement = (
        f"INSERT INTO sop_pages_soppage (page_ptr_id, sop_id, {names}) "
        f"SELECT %s, %s, {names} FROM sop_pages_soppage WHERE page_ptr_id = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [(new, sop.pk, source) for new, (source, sop) in of_page.items()]
        )


def _add_search(of_page: dict) -> None:
    from django.db import connection

    from sop_pages.models import SearchEntry, SearchPassage

    entries = {entry.page_id: entry for entry in SearchEntry.objects.all()}
    passages: dict[int, list] = {}
    for passage in SearchPassage.objects.all():
        passages.setdefault(passage.entry_id, []).append(passage)
    entry_id, passage_id = next_id(SearchEntry), next_id(SearchPassage)
    new_entries, new_passages, words = [], [], []
    for place, (page, (source, sop)) in enumerate(of_page.items()):
        old = entries[source]
        new_entries.append(
            copied(old, entry_id + place, sop_id=sop.pk, page_id=page, code=sop.code)
        )
        words.append((entry_id + place, old.pk))
        for passage in passages.get(old.pk, ()):
            new_passages.append(
                copied(passage, passage_id + len(new_passages), entry_id=entry_id + place)
            )
    SearchEntry.objects.bulk_create(new_entries, batch_size=500)
    SearchPassage.objects.bulk_create(new_passages, batch_size=500)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sop_pages_searchentry_words (rowid, code, title, heads, body) "
            "SELECT %s, code, title, heads, body FROM sop_pages_searchentry_words "
            "WHERE rowid = %s",
            words,
        )


if __name__ == "__main__":
    django.setup()
    print(grow(int(sys.argv[1])))
