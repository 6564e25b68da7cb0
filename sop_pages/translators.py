"""Who owns a translated page: the CMS's translation editor, or people and files.

Never both: publishing in the one would overwrite the other's work.
"""

from wagtail_localize.models import Translation, TranslationSource

from .models import SOPPage


def offer(page: SOPPage) -> None:
    """Keeps what the editor translates from up to date, for the source language only.

    A source made of the translated page would let the next publication of it overwrite what
    people wrote by hand in the other.
    """
    if page.language == page.sop.source_language and not page.alias_of_id:
        TranslationSource.update_or_create_from_instance(page)


def _translations(page: SOPPage):
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )


def owns(page: SOPPage) -> bool:
    """Whether the translation editor owns this page."""
    return _translations(page).exists()


def owned() -> set[tuple]:
    """(translation key, locale's primary key) of all pages that the editor owns. One query."""
    enabled = Translation.objects.filter(enabled=True)
    return set(enabled.values_list("source__object_id", "target_locale_id"))


def hand_over(page: SOPPage) -> None:
    """Makes a page people's and files' own; the editor keeps its words and can be started again."""
    _translations(page).update(enabled=False)
