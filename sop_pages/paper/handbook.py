"""The whole handbook as data for the template: title page, contents, SOPs in order, index."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_site.public_addresses import address_of, qr_file_of

from ..rendering import TASKS
from .index import index_of
from .sop import Printable, sop_data
from .words import owner, sample_notice, words


def handbook_data(language: str, sops: Sequence[Printable], pictures: dict[str, bytes]) -> dict:
    """All of these SOPs, task by task; pictures are put into `pictures`, by file name.

    Queries: the files that the documents name.
    """
    order = list(TASKS)
    in_order = sorted(sops, key=lambda sop: (order.index(sop.document.task), sop.document.code))
    with translation.override(language):
        address = address_of("sop_pages:sops", language=language)
        sample = any(sop.document.sample for sop in in_order)
        return {
            "form": "handbook",
            "language": language,
            "title": _("Handbook"),
            "subtitle": _("The procedures of the district officers"),
            "author": owner(),
            "about": _about(in_order),
            "sample": sample_notice() if sample else "",
            "sample-title": _("Please note"),
            "words": words(),
            "address": address,
            "qr": qr_file_of(address),
            "groups": _groups(in_order),
            "sops": [sop_data(sop, pictures) for sop in in_order],
            "index": index_of([sop.document for sop in in_order]),
        }


def _about(sops: Sequence[Printable]) -> list[str]:
    count = len(sops)
    lines = [ngettext("%(n)s procedure", "%(n)s procedures", count) % {"n": count}]
    if sops:
        day = date_format(max(sop.since for sop in sops))
        lines.append(_("The newest release in it holds from %(day)s.") % {"day": day})
    return lines


def _groups(sops: Sequence[Printable]) -> list[dict]:
    found: dict[str, list[str]] = {}
    for sop in sops:
        found.setdefault(sop.document.task, []).append(sop.document.code)
    return [{"name": str(TASKS[task]), "codes": codes} for task, codes in found.items()]
