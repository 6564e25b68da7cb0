"""The columns of a spreadsheet of contacts: their names, and a contact as a row of them."""

from collections.abc import Iterator

from .files import tables
from .models import Contact

COLUMNS = [
    "key", "level", "province", "district", "unit_lo", "unit_en", "role_lo", "role_en",
    "phone", "whatsapp", "hours_lo", "hours_en", "sops", "section", "topics", "deputy",
    "if_nobody_answers", "confirmed_on", "sample",
]  # fmt: skip
NEEDED = {"key", "unit_lo", "phone"}
# What people write in place of it.
ALSO = {
    "ລະຫັດ": "key", "ລະດັບ": "level", "ແຂວງ": "province", "ເມືອງ": "district",
    "ໜ່ວຍງານ": "unit_lo", "unit": "unit_en", "ໜ້າທີ່": "role_lo", "role": "role_en",
    "ເບີໂທ": "phone", "ໂທລະສັບ": "phone", "telephone": "phone", "ໂມງການ": "hours_lo",
    "hours": "hours_en", "ວັນຢືນຢັນ": "confirmed_on", "last confirmed": "confirmed_on",
}  # fmt: skip
HEADINGS = {name: name for name in COLUMNS} | ALSO
YES = {"yes", "y", "1", "true", "x", "ແມ່ນ", "ມີ"}
NO = {"", "no", "n", "0", "false", "ບໍ່", "ບໍ່ມີ"}
PLAIN = ("unit_lo", "unit_en", "role_lo", "role_en", "hours_lo", "hours_en")


def line_of(contact: Contact) -> list[str]:
    """A contact whose SOPs, topics, deputy and fallback are loaded, as a row."""
    cells = {
        "key": contact.key,
        "level": contact.level,
        "province": contact.province_id or "",
        "district": contact.district_id or "",
        **{name: getattr(contact, name) for name in PLAIN},
        "phone": contact.phone,
        "whatsapp": "yes" if contact.whatsapp else "no",
        "sops": ", ".join(sorted(sop.code for sop in contact.sops.all())),
        "section": contact.task,
        "topics": ", ".join(sorted(row.tag.name for row in contact.tagged_items.all())),
        "deputy": contact.deputy.key if contact.deputy else "",
        "if_nobody_answers": contact.fallback.key if contact.fallback else "",
        "confirmed_on": contact.confirmed_on.isoformat() if contact.confirmed_on else "",
        "sample": "yes" if contact.sample else "no",
    }
    return [cells[name] for name in COLUMNS]


def loaded(contacts):
    """The contacts with all that a row names; four queries."""
    return contacts.select_related("deputy", "fallback").prefetch_related(
        "sops", "tagged_items__tag"
    )


def workbook(contacts) -> bytes:
    """All these contacts as xlsx; imported again it changes nothing."""
    rows: Iterator[list[str]] = (line_of(contact) for contact in loaded(contacts))
    return tables.workbook(COLUMNS, rows)
