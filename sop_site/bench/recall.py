"""How many of the SOPs that hold a Lao word the search finds."""

import json
import re
from urllib.parse import quote

from .load import fetch

FEW, MANY = 2, 100  # words held by one SOP alone say little; one answer holds 100 at most


def words() -> list[str]:
    """The Lao terms of the glossary."""
    import csv

    from django.conf import settings

    path = settings.BASE_DIR / "content" / "data" / "glossary.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        return sorted({row["lo"].strip() for row in csv.DictReader(file) if row.get("lo")})


def texts() -> dict[str, str]:
    """The folded text of each SOP in Lao, by code, as its author wrote it."""
    from sop_pages.models import SOPPage
    from sop_site.lao.text import fold

    pages = SOPPage.objects.filter(language="lo", live=True)
    return {
        page.code: fold(" ".join(f"{title} {text}" for _, _, title, text in page.passages()))
        for page in pages
    }


def holds(text: str, word: str) -> bool:
    """Whether a folded text holds a folded word, and not only its signs out of another syllable.

    ເປີດ (to open) doesn't hold ປີ (year): its ເ belongs to the same syllable.
    """
    from sop_site.lao.text import MARKS, VOWELS_AFTER, VOWELS_BEFORE

    alone = f"(?<![{VOWELS_BEFORE}]){re.escape(word)}(?![{VOWELS_AFTER}{MARKS}])"
    return bool(re.search(alone, text))


def recall(port: int) -> dict:
    """{words, held, found, share}: over the glossary's words that two SOPs or more hold."""
    from sop_site.lao.text import fold

    held_in_all, found_in_all, used = 0, 0, 0
    by_code = texts()
    for word in words():
        held = {code for code, text in by_code.items() if holds(text, fold(word))}
        if not FEW <= len(held) <= MANY:
            continue
        path = f"/api/search/v1?language=lo&limit={MANY}&q={quote(word)}"
        results = json.loads(fetch(port, path, {})[2])["results"]
        used += 1
        held_in_all += len(held)
        found_in_all += len(held & {result["code"] for result in results})
    share = found_in_all / held_in_all if held_in_all else 0
    return {"words": used, "held": held_in_all, "found": found_in_all, "share": share}
