"""Tags: the desk's own words on reports. No sender sees them, so no clock and no state moves."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from sop_site.lao.text import fold
from sop_site.offline.text import is_blank, without_nul

from .models import Report, Tag
from .triage import TriageError

SIGNS = Tag._meta.get_field("name").max_length
MOST = 10  # on one report


def named(name: str) -> Tag:
    """The tag of this name, made if it is new. Raises TriageError for one that can't be."""
    name = " ".join(without_nul(name).replace(",", " ").split())
    if is_blank(name):
        raise TriageError(_("Please write a tag."))
    if len(name) > SIGNS:
        raise TriageError(_("A tag is at most %(n)d characters long.") % {"n": SIGNS})
    return Tag.objects.get_or_create(folded=fold(name), defaults={"name": name})[0]


@transaction.atomic
def add(reports: Iterable[Report], name: str) -> Tag:
    """Puts a tag on all these reports; on those that have it, nothing changes."""
    tag = named(name)
    tag.reports.add(*reports)
    return tag


@transaction.atomic
def put(report: Report, names: str) -> None:
    """The report's tags are these, with commas between; a tag that no report has goes."""
    asked = [name for name in names.split(",") if not is_blank(name)]
    if len(asked) > MOST:
        raise TriageError(_("A report has at most %(n)d tags.") % {"n": MOST})
    report.tags.set([named(name) for name in asked])
    Tag.objects.filter(reports=None).delete()
