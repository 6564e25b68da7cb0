"""The sample contacts: invented numbers, marked as such. Those that are there are left alone."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sop_pages.models import SOP, Contact

CONTACTS = Path(__file__).resolve().parents[1] / "data" / "contacts" / "contacts.json"


@transaction.atomic
def load(*, samples: bool) -> Iterator[str]:
    """Adds the units whose key isn't known yet, then ties them to SOPs and to each other."""
    if not samples:
        return
    units = json.loads(CONTACTS.read_text(encoding="utf-8"))["units"]
    known = set(Contact.objects.values_list("key", flat=True))
    fresh = [unit for unit in units if unit["key"] not in known]
    Contact.objects.bulk_create(_contact(unit) for unit in fresh)
    _tie(fresh)
    yield _("Contacts: %(added)s added, %(known)s were there and left alone.") % {
        "added": len(fresh),
        "known": len(known),
    }


def _contact(unit: dict) -> Contact:
    ago = unit["confirmed_days_ago"]
    return Contact(
        key=unit["key"],
        level=unit["level"],
        province_id=unit["province_code"],
        district_id=unit["district_code"],
        **{
            f"{name}_{lang}": unit[name][lang]
            for name in ("unit", "role", "hours")
            for lang in ("lo", "en")
        },
        phone=unit["phone"],
        whatsapp=unit["whatsapp"],
        confirmed_on=timezone.localdate() - timedelta(days=ago) if ago is not None else None,
        sample=unit["sample"],
        updated_at=timezone.now(),
    )


def _words(unit: dict) -> dict[str, str]:
    return {
        f"{name}_{language}": unit[name][language]
        for name in ("unit", "role", "hours")
        for language in ("lo", "en")
    }


def _tie(units: list[dict]) -> None:
    contacts = {contact.key: contact for contact in Contact.objects.all()}
    sops = dict(SOP.objects.values_list("code", "pk"))
    for unit in units:
        contact = contacts[unit["key"]]
        contact.deputy = contacts.get(unit["deputy_key"])
        contact.fallback = contacts.get(unit["fallback_key"])
    Contact.objects.bulk_update([contacts[u["key"]] for u in units], ["deputy", "fallback"])
    through = Contact.sops.through
    through.objects.bulk_create(
        through(contact_id=contacts[unit["key"]].pk, sop_id=sops[code])
        for unit in units
        for code in unit["sops"]
        if code in sops
    )
