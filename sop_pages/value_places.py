"""Where the handbook itself names a reference value: texts of SOPs, calculators, contacts."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from . import evidence
from .calculators import VALUES_OF
from .content import CALCULATOR, Document, heading_of, words_of
from .evidence import Naming
from .figures import KEY
from .models import Contact, RenderedSOP, SOPPage
from .models.sops import Step


def register() -> None:
    evidence.register_naming("sop_pages.texts", in_texts)
    evidence.register_naming("sop_pages.contacts", in_contacts)


def in_texts(key: str) -> Iterator[Naming]:
    """Passages of SOPs as they are read today or from a later day, and of drafts."""
    served = RenderedSOP.objects.filter(figures__has_key=key).values("page_id")
    pages = SOPPage.objects.select_related("sop", "locale")
    shown: set[tuple] = set()
    for page in pages.filter(pk__in=served).order_by("sop__code", "language"):
        yield from _fresh(page, page.content(), key, shown, draft=False)
    for page in pages.filter(has_unpublished_changes=True).order_by("sop__code", "language"):
        draft = page.get_latest_revision_as_object().content()
        yield from _fresh(page, draft, key, shown, draft=True)


def _fresh(page, document: Document, key: str, shown: set, *, draft: bool) -> Iterator[Naming]:
    for kind, label in places_in(document, key):
        place = (page.pk, kind, label)
        if place not in shown:
            shown.add(place)
            more = f" ({_('draft')})" if draft else ""
            yield Naming(
                kind=kind,
                label=f"{page.code} – {label}{more}",
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                language=page.language,
            )


def places_in(document: Document, key: str) -> Iterator[tuple[str, str]]:
    """(kind in words, heading) of each passage that names the value or computes with it."""
    for kind, passage in document.keyed():
        heading = heading_of(kind, passage)
        if _names(key, words_of(kind, passage)):
            yield str(Step.Kind(kind).label), heading
        if kind == Step.Kind.STEP and _computes(passage, key):
            yield _("Calculator"), heading
    for label, text in ((_("Title"), document.title), (_("Purpose"), document.purpose)):
        if _names(key, [text]):
            yield label, document.title
    others = [document.when, *(form.text for form in document.forms)]
    if _names(key, others):
        yield _("Head"), document.title


def _names(key: str, texts) -> bool:
    return any(key in KEY.findall(text) for text in texts)


def _computes(step, key: str) -> bool:
    return any(
        part.kind == CALCULATOR and key in VALUES_OF.get(part.name, ()) for part in step.parts
    )


def in_contacts(key: str) -> Iterator[Naming]:
    for contact in Contact.objects.filter(phone="{" + key + "}"):
        yield Naming(
            kind=_("Contact"),
            label=f"{contact.key} – {contact}",
            url=reverse("wagtailsnippets_sop_pages_contact:edit", args=[contact.pk]),
        )
