"""One row of a spreadsheet of contacts: what it says, or why it can't be taken."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sop_site.lao.text import fold
from sop_site.officers.models import District, Province

from . import contact_columns as columns
from .contact_columns import NO, PLAIN, YES
from .files.tables import Row
from .models import SOP, Contact, ReferenceValue, SectionPage
from .models.contacts import VALUE
from .phones import from_spreadsheet, international

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
STANDING_IN = {"deputy": "deputy", "if_nobody_answers": "fallback"}


@dataclass
class Given:
    """What a row says of a contact: plain fields; SOPs (pk by code), topics, and who stands in, by
    key. Only the columns that the file has are in it."""

    row: int
    key: str
    fields: dict = field(default_factory=dict)
    sops: dict[str, int] | None = None
    topics: list[str] | None = None
    standing_in: dict[str, str] = field(default_factory=dict)

    def differing(self, before: Contact) -> list[str]:
        """The names of what would change."""
        names = [name for name, value in self.fields.items() if getattr(before, name) != value]
        if self.sops is not None and set(self.sops) != {sop.code for sop in before.sops.all()}:
            names.append("sops")
        tags = {row.tag.name for row in before.tagged_items.all()}
        if self.topics is not None and set(self.topics) != tags:
            names.append("topics")
        for name, key in self.standing_in.items():
            stands = getattr(before, name)
            if key != (stands.key if stands else ""):
                names.append(name)
        return names

    def twin_key(self) -> tuple:
        told = ("level", "province_id", "district_id", "unit_lo", "role_lo", "phone")
        return tuple(self.fields.get(name, "") for name in told)

    def tie(self, contact: Contact) -> None:
        if self.sops is not None:
            contact.sops.set(self.sops.values())
        if self.topics is not None:
            contact.topics.set(self.topics)


@dataclass(frozen=True)
class Known:
    """What rows may name, read once: six queries for any number of rows."""

    contacts: dict[str, Contact]
    editable: set[str] | None
    may_national: bool
    own_province: str
    provinces: dict[str, str]
    districts: dict[str, tuple[str, str]]
    sops: dict[str, int]
    values: set[str]

    @classmethod
    def now(cls, editor) -> "Known":
        contacts = {one.key: one for one in columns.loaded(Contact.objects.all())}
        all_of_them = editor is None or editor.has_perm("sop_pages.delete_contact")
        editable = None
        if not all_of_them:
            editable = set(Contact.objects.editable_by(editor).values_list("key", flat=True))
        return cls(
            contacts,
            editable,
            all_of_them,
            "" if all_of_them else editor.province_id or "-",
            _by_name((one, one.code) for one in Province.objects.all()),
            _by_name((one, (one.code, one.province_id)) for one in District.objects.all()),
            dict(SOP.objects.values_list("code", "pk")),
            set(ReferenceValue.objects.values_list("key", flat=True)),
        )


def _by_name(places) -> dict:
    """Each place by its code and its names; a name that two places share finds neither."""
    found: dict = {}
    for place, value in places:
        for name in {place.code, fold(place.name_lo), fold(place.name_en)}:
            found[name] = None if name in found and found[name] != value else value
    return found


def given_by(row: Row, known: Known, keys) -> tuple[Given, list[str]]:
    """What the row says, and a sentence for each thing that is wrong with it.

    `keys` are those of all contacts and of the whole file: whom a row may name as standing in.
    """
    return _Reader(row, known, keys).read()


class _Reader:
    """Reads the cells of one row; collects sentences, never stops at the first."""

    def __init__(self, row: Row, known: Known, keys):
        self.cells, self.known, self.keys = row.cells, known, keys
        self.given = Given(row.number, row.cells["key"])
        self.wrong: list[str] = []

    def read(self) -> tuple[Given, list[str]]:
        if not KEY.fullmatch(self.given.key):
            self.wrong.append(
                _("The key “%(key)s” is not made of Latin letters, digits and dashes.") % self.cells
            )
        self._place()
        self._phone()
        for name in ("whatsapp", "sample"):
            self._yes_or_no(name)
        self._subjects()
        self._day()
        self._standing_in()
        for name in PLAIN:
            if name in self.cells:
                self.given.fields[name] = self.cells[name]
        if self.given.key not in self.known.contacts:
            self.given.fields.setdefault("unit_en", self.cells["unit_lo"])
        if not self.wrong:
            self._lengths()
        return self.given, self.wrong

    def _place(self) -> None:
        """Level, province and district, which one another explain."""
        if not {"level", "province", "district"} & self.cells.keys():
            if self.given.key not in self.known.contacts:
                self.wrong.append(_("A new contact needs a province, a district or a level."))
            self._may_touch(None)
            return
        district, province = self.cells.get("district", ""), self.cells.get("province", "")
        home = None
        code = None
        if district:
            padded = f"0{district}" if re.fullmatch(r"\d{3}", district) else district
            found = self.known.districts.get(padded) or self.known.districts.get(fold(district))
            if not found:
                self.wrong.append(_("There is no district “%(name)s”.") % {"name": district})
                return
            code, home = found
        if province:
            padded = f"0{province}" if re.fullmatch(r"\d", province) else province
            named = self.known.provinces.get(padded) or self.known.provinces.get(fold(province))
            if not named:
                self.wrong.append(_("There is no province “%(name)s”.") % {"name": province})
                return
            if home and home != named:
                self.wrong.append(_("The district lies in another province."))
                return
            home = named
        level = "district" if code else "province" if home else "national"
        typed = self.cells.get("level", "").lower()
        if typed and typed != level:
            self.wrong.append(
                _("The level “%(level)s” doesn't fit the province and district given.")
                % {"level": typed}
            )
        self.given.fields |= {"level": level, "province_id": home, "district_id": code}
        self._may_touch(home)

    def _may_touch(self, province: str | None) -> None:
        """A coordinator's file touches the own province alone, before and after."""
        if self.known.may_national:
            return
        exists = self.given.key in self.known.contacts
        told = "province_id" in self.given.fields
        if (exists and self.given.key not in self.known.editable) or (
            told and province != self.known.own_province
        ):
            self.wrong.append(_("This contact is not one of your province."))

    def _phone(self) -> None:
        typed = from_spreadsheet(self.cells["phone"])
        named = VALUE.fullmatch(typed)
        if named and named[1] not in self.known.values:
            self.wrong.append(_("There is no reference value {%(key)s}.") % {"key": named[1]})
        elif not named and not international(typed):
            self.wrong.append(_("“%(phone)s” is no phone number.") % {"phone": typed})
        self.given.fields["phone"] = typed

    def _yes_or_no(self, name: str) -> None:
        if name not in self.cells:
            return
        typed = self.cells[name].lower()
        if typed not in YES | NO:
            self.wrong.append(
                _("“%(typed)s” in “%(name)s” is neither yes nor no.")
                % {"typed": typed, "name": name}
            )
        self.given.fields[name] = typed in YES

    def _subjects(self) -> None:
        if "sops" in self.cells:
            codes = {word.upper() for word in re.split(r"[,;\s]+", self.cells["sops"]) if word}
            if unknown := sorted(codes - self.known.sops.keys()):
                self.wrong.append(
                    _("There is no SOP with the code %(codes)s.") % {"codes": ", ".join(unknown)}
                )
            self.given.sops = {code: self.known.sops.get(code, 0) for code in codes}
        if "topics" in self.cells:
            words = re.split(r"[,;]", self.cells["topics"])
            self.given.topics = [word for word in dict.fromkeys(map(str.strip, words)) if word]
            if any(len(word) > 100 for word in self.given.topics):
                self.wrong.append(_("A topic is too long."))
        if "section" in self.cells:
            task = self.cells["section"].lower()
            if task and task not in SectionPage.Task.values:
                self.wrong.append(_("There is no section “%(name)s”.") % {"name": task})
            self.given.fields["task"] = task

    def _day(self) -> None:
        if "confirmed_on" not in self.cells:
            return
        typed = self.cells["confirmed_on"]
        day = _day_of(typed)
        if typed and day is None:
            self.wrong.append(
                _("“%(typed)s” is no date; write it such as 2026-11-25.") % {"typed": typed}
            )
        elif day and day > localdate():
            self.wrong.append(_("The day “%(typed)s” is yet to come.") % {"typed": typed})
        self.given.fields["confirmed_on"] = day

    def _standing_in(self) -> None:
        for column, name in STANDING_IN.items():
            if column not in self.cells:
                continue
            key = self.cells[column]
            if key and key not in self.keys:
                self.wrong.append(_("There is no contact “%(key)s”.") % {"key": key})
            elif key and key == self.given.key:
                self.wrong.append(_("A contact can't stand in for itself."))
            self.given.standing_in[name] = key

    def _lengths(self) -> None:
        """What the model says of lengths and missing words, by the column's name."""
        names = [name for name in self.given.fields if not name.endswith("_id")]
        contact = Contact(**{name: self.given.fields[name] for name in names})
        skipped = {one.name for one in Contact._meta.fields} - set(names)
        try:
            contact.clean_fields(exclude=skipped)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                self.wrong += [f"{name}: {sentence}" for sentence in sentences]


def _day_of(typed: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    return None
