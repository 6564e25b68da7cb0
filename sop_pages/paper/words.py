"""The template's own words, in the language that is shown."""

from django.utils.translation import gettext as _

NUMBER, TOTAL = "\x01", "\x02"


def words() -> dict:
    """By the names that handbook.typ uses; "page" is cut where its two numbers stand."""
    page = _("page %(number)s of %(total)s") % {"number": NUMBER, "total": TOTAL}
    return {
        "page": at_numbers(page),
        "check": _("Check that this sheet is the newest:"),
        "bring": _("Bring along"),
        "conditions": _("Conditions of entitlement"),
        "benefits": _("Benefits"),
        "steps": _("Steps"),
        "checklist": _("Checklist"),
        "form": _("Form"),
        "objections": _("Objections and answers"),
        "related": _("Related procedures"),
        "values": _("Numbers and their sources"),
        "number": _("Which number"),
        "value": _("Value"),
        "source": _("Source"),
        "behind": _("Translation"),
        "warning": _("Warning"),
        "example": _("Example"),
        "picture": _("Picture"),
        "recording": _("Recording"),
        "file": _("File"),
        "limit": _("Time limit:"),
        "contents": _("Contents"),
        "index": _("Index"),
    }


def owner() -> str:
    """Whose handbook it is."""
    return _("Lao Social Security Office")


def sample_notice() -> str:
    return _("Sample content, to be reviewed by LSSO")


def at_numbers(text: str) -> list:
    """A list of texts and, for the numbers, of 1 (this page) and 2 (all)."""
    marked = text.replace(NUMBER, f"\0{NUMBER}\0").replace(TOTAL, f"\0{TOTAL}\0").split("\0")
    return [{NUMBER: 1, TOTAL: 2}.get(part, part) for part in marked if part]
