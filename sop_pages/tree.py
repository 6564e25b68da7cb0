"""The frame of pages: a handbook and five sections in each language, made once, safe to repeat."""

from django.db import transaction
from wagtail.models import Locale, Page, Site

from .authoring import ensure_authoring
from .models import HandbookPage, SectionPage

LANGUAGES = ("lo", "en")
SOURCE = "lo"
HANDBOOK = {"lo": "ຄູ່ມື", "en": "Handbook"}
SECTIONS = {
    "tell": {"lo": "ອະທິບາຍຜົນປະໂຫຍດ", "en": "Tell people"},
    "register": {"lo": "ຂຶ້ນທະບຽນສະມາຊິກ", "en": "Register"},
    "contributions": {"lo": "ເງິນສົມທົບ", "en": "Contributions"},
    "claims": {"lo": "ຊ່ວຍຂໍຮັບເງິນອຸດໜູນ", "en": "Claims"},
    "records": {"lo": "ຂໍ້ມູນ ແລະ ເອກະສານ", "en": "Records"},
}


@transaction.atomic
def ensure_tree() -> list[str]:
    """Makes what is missing of the frame and points the site at the Lao handbook.

    Returns the titles of the pages that were made. What authors renamed keeps its name.
    """
    made = []
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    books = {}
    for code in LANGUAGES:
        books[code] = HandbookPage.objects.filter(locale=locales[code]).first()
        if books[code] is None:
            books[code] = _add_handbook(locales[code], books.get(SOURCE))
            made.append(books[code].title)
    for task in SectionPage.Task:
        made += _ensure_section(task, books)
    _point_site(books[SOURCE])
    ensure_authoring(books.values())
    return made


def section(task: str, language: str) -> SectionPage:
    """The section of a task in a language. Raises SectionPage.DoesNotExist before ensure_tree()."""
    return SectionPage.objects.get(task=task, locale__language_code=language)


def _add_handbook(locale: Locale, source: HandbookPage | None) -> HandbookPage:
    code = locale.language_code
    book = HandbookPage(title=HANDBOOK[code], slug=f"handbook-{code}", locale=locale)
    if source:
        book.translation_key = source.translation_key
    return Page.get_first_root_node().add_child(instance=book)


def _ensure_section(task: SectionPage.Task, books: dict[str, HandbookPage]) -> list[str]:
    made = []
    source = SectionPage.objects.filter(task=task, locale=books[SOURCE].locale).first()
    for code, book in books.items():
        if SectionPage.objects.filter(task=task, locale=book.locale).exists():
            continue
        page = SectionPage(
            title=SECTIONS[task.value][code], slug=task.value, task=task.value, locale=book.locale
        )
        if source and code != SOURCE:
            page.translation_key = source.translation_key
        book.add_child(instance=page)
        source = source or page
        made.append(page.title)
    return made


def _point_site(book: HandbookPage) -> None:
    """The default site shows the handbook; Wagtail's welcome page, left behind empty, goes."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=book, is_default_site=True)
        return
    if site.root_page_id == book.pk:
        return
    old, site.root_page = site.root_page, book
    site.site_name = site.site_name or "Khumue"
    site.save()
    if old.depth == 2 and old.specific_class is Page and not old.get_children().exists():
        Page.objects.get(pk=old.pk).delete()
