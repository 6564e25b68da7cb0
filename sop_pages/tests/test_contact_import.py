"""Contacts from a spreadsheet: all or nothing, each fault by row and reason, twice is once."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from sop_pages import contact_import
from sop_pages.models import SOP, Contact
from sop_site.officers.models import AuditEntry

HEAD = ["key", "province", "district", "unit_lo", "unit_en", "phone", "sops", "whatsapp"]
LINE = ["p06-a", "06", "", "ໜ່ວຍງານ", "Desk", "020 5555 1234", "", "yes"]

pytestmark = pytest.mark.usefixtures("places", "in_english")


def line(key="p06-a", **cells) -> list:
    told = dict(zip(HEAD, LINE, strict=True)) | {"key": key} | cells
    return [told[name] for name in HEAD]


def xlsx(*lines, head=HEAD) -> bytes:
    book = Workbook()
    for row in (head, *lines):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def csv(*lines, head=HEAD, encoding="utf-8-sig", separator=",") -> bytes:
    return "\r\n".join(separator.join(map(str, row)) for row in (head, *lines)).encode(encoding)


def load(content: bytes, editor=None) -> contact_import.Plan:
    plan = contact_import.plan(content, editor)
    if plan.is_sound:
        contact_import.carry_out(plan)
    return plan


def faults(content: bytes, editor=None) -> list[tuple[int, str]]:
    found = [(fault.row, fault.message) for fault in load(content, editor).faults]
    assert Contact.objects.count() == 0
    return found


def many(count=300):
    return [line(f"p06-{n}", phone=f"020 5555 {n:04}") for n in range(count)]


def broken_in_three() -> bytes:
    """300 rows: a province that is no more, a bad number, the key of the first row once more."""
    lines = many()
    lines[9] = line("p06-9", province="99")
    lines[149] = line("p06-149", phone="12")
    lines[299] = line("p06-0")
    return xlsx(*lines)


def test_three_broken_rows_of_300_load_nothing_and_are_named():
    assert faults(broken_in_three()) == [
        (2, "The key “p06-0” stands in several rows."),
        (11, "There is no province “99”."),
        (151, "“12” is no phone number."),
        (301, "The key “p06-0” stands in several rows."),
    ]


def test_300_rows_are_loaded_and_again_change_nothing(django_assert_max_num_queries):
    content = xlsx(*many())
    first = load(content).counts()
    updated = set(Contact.objects.values_list("updated_at", flat=True))

    with django_assert_max_num_queries(12):
        again = contact_import.plan(content)
    contact_import.carry_out(again)

    assert (first["added"], again.counts()["unchanged"]) == (300, 300)
    assert set(Contact.objects.values_list("updated_at", flat=True)) == updated


def test_all_that_is_wrong_with_a_row_is_said():
    row = line("ລະຫັດ", province="Nowhere", phone="no", sops="XXX-99", whatsapp="perhaps")

    assert [said for _row, said in faults(xlsx(row))] == [
        "The key “ລະຫັດ” is not made of Latin letters, digits and dashes.",
        "There is no province “Nowhere”.",
        "“no” is no phone number.",
        "“perhaps” in “whatsapp” is neither yes nor no.",
        "There is no SOP with the code XXX-99.",
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"district": "1601"}, "The district lies in another province."),
        ({"district": "9999"}, "There is no district “9999”."),
        ({"phone": "{nobody}"}, "There is no reference value {nobody}."),
        ({"unit_lo": ""}, "unit_lo: This field cannot be blank."),
        ({"phone": ""}, "“” is no phone number."),
        (
            {"unit_lo": "ກ" * 201},
            "unit_lo: Ensure this value has at most 200 characters (it has 201).",
        ),
    ],
)
def test_broken_cell_is_named(cells, said):
    assert faults(xlsx(line(**cells))) == [(2, said)]


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("confirmed_on", "2026-02-31", "“2026-02-31” is no date; write it such as 2026-11-25."),
        ("confirmed_on", "2126-01-01", "The day “2126-01-01” is yet to come."),
        ("deputy", "nobody", "There is no contact “nobody”."),
        ("deputy", "p06-a", "A contact can't stand in for itself."),
        ("section", "gardening", "There is no section “gardening”."),
        ("level", "national", "The level “national” doesn't fit the province and district given."),
    ],
)
def test_broken_cell_of_another_column_is_named(head, cell, said):
    assert faults(xlsx([*LINE, cell], head=[*HEAD, head])) == [(2, said)]


def test_two_keys_for_one_contact_are_refused():
    assert faults(xlsx(line("p06-a"), line("p06-b"))) == [
        (3, "The same unit, place and number as in row 2.")
    ]


def test_what_a_spreadsheet_loses_is_put_back():
    load(xlsx(line(province=6, district=601, phone=2055551234)))

    contact = Contact.objects.get()
    assert (contact.phone, contact.province_id, contact.district_id, contact.level) == (
        "02055551234",
        "06",
        "0601",
        "district",
    )


@pytest.mark.parametrize("name", ["ຫຼວງພະບາງ", "Luang Prabang", "luang prabang", "6", "06"])
def test_province_is_known_by_code_and_names(name):
    load(xlsx(line(province=name)))

    assert Contact.objects.get().province_id == "06"


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-8-sig", "\t")],
)
def test_csv_is_read_as_spreadsheets_write_it(encoding, separator):
    load(csv(line(), encoding=encoding, separator=separator))

    assert Contact.objects.get().unit_lo == "ໜ່ວຍງານ"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"name\nKeo\n", "The first row lacks the headings key, phone, unit_lo."),
        (csv(head=HEAD), "There is no row below the headings."),
        (csv(LINE, head=["what", *HEAD[1:]]), "The first row lacks the headings key."),
        (csv(LINE, head=["phone", *HEAD[1:]]), "The heading “phone” stands there twice."),
        (b"key,unit_lo,phone\n\xff\xe0,1,2", "The letters can't be read"),
        (b"PK\x03\x04 half a file", "This is no spreadsheet that can be read."),
        (b"\x00" * 100, "This is no spreadsheet that can be read."),
        (b"x" * (5 * 2**20 + 1), "This file is too big: at most 5 MB."),
    ],
)
def test_file_that_cannot_be_read_is_refused(content, said):
    ((row, message),) = faults(content)

    assert row == 0
    assert message.startswith(said)


def test_too_many_rows_are_refused(settings):
    settings.LIMITS = settings.LIMITS | {"import_rows": 2}

    assert faults(xlsx(*many(3))) == [(0, "There are more than 2 rows in this file.")]


def test_column_that_is_left_out_changes_nothing():
    sop = SOP.objects.create(code="REG-01")
    load(xlsx(line(sops="REG-01")))

    load(xlsx(["p06-a", "ໜ່ວຍງານ", "021 222 333"], head=["key", "unit_lo", "phone"]))

    contact = Contact.objects.get()
    assert (contact.phone, list(contact.sops.all()), contact.whatsapp) == (
        "021 222 333",
        [sop],
        True,
    )


def test_those_who_stand_in_may_come_later_in_the_file():
    head = ["key", "province", "unit_lo", "phone", "deputy", "if_nobody_answers"]
    load(
        xlsx(
            ["p06-a", "06", "ກ", "020 5555 1111", "p06-b", "p06-c"],
            ["p06-b", "06", "ຂ", "020 5555 2222", "", ""],
            ["p06-c", "06", "ຄ", "020 5555 3333", "", ""],
            head=head,
        )
    )

    first = Contact.objects.get(key="p06-a")
    assert (first.deputy.key, first.fallback.key) == ("p06-b", "p06-c")


class TestInTheCMS:
    def send(self, client, content: bytes, name="contacts.xlsx"):
        return client.post(reverse("contacts_import"), {"file": SimpleUploadedFile(name, content)})

    def test_preview_writes_nothing_and_then_does_what_it_showed(self, as_, reviewer):
        client = as_(reviewer)
        page = self.send(client, xlsx(line())).content.decode()
        before = Contact.objects.count()
        shown = page.split('name="shown" value="')[1].split('"')[0]

        client.post(reverse("contacts_import"), {"shown": shown})

        assert (before, Contact.objects.count()) == (0, 1)
        assert AuditEntry.objects.get(deed="contacts.imported").facts["added"] == 1

    def test_what_was_shown_cannot_be_changed(self, as_, reviewer):
        answer = as_(reviewer).post(reverse("contacts_import"), {"shown": "forged"})

        assert answer.status_code == 422
        assert Contact.objects.count() == 0

    def test_faults_stand_on_the_page(self, as_, reviewer, speaks):
        speaks(reviewer, "en")

        answer = self.send(as_(reviewer), xlsx(line(province="<b>99</b>")))

        assert answer.status_code == 422
        assert "There is no province “&lt;b&gt;99&lt;/b&gt;”." in answer.content.decode()

    def test_three_broken_rows_of_300_load_nothing_and_are_named(self, as_, reviewer, speaks):
        speaks(reviewer, "en")

        answer = self.send(as_(reviewer), broken_in_three())

        page = answer.content.decode()
        for row, key in [(2, "p06-0"), (11, "p06-9"), (151, "p06-149"), (301, "p06-0")]:
            assert f"<td>{row}</td><td>{key}</td>" in page
        assert 'name="shown"' not in page
        assert (answer.status_code, Contact.objects.count()) == (422, 0)

    def test_coordinator_loads_the_own_province_alone(self, as_, coordinator, speaks):
        speaks(coordinator, "en")
        content = xlsx(line("p06-a"), line("p16-a", province="16"))

        page = self.send(as_(coordinator), content).content.decode()

        assert "<td>3</td><td>p16-a</td><td>This contact is not one of your province.</td>" in page

    def test_coordinator_takes_no_contact_from_another_province(self, coordinator):
        load(xlsx(line("p16-a", province="16")))

        found = contact_import.plan(xlsx(line("p16-a", province="06")), coordinator).faults
        silent = contact_import.plan(
            xlsx(["p16-a", "ກ", "021 222 333"], head=["key", "unit_lo", "phone"]), coordinator
        ).faults

        assert [len(found), len(silent)] == [1, 1]

    def test_download_comes_back_unchanged(self, as_, reviewer):
        SOP.objects.create(code="REG-01")
        load(csv(line(sops="REG-01"), line("p06-b", unit_lo="'=1+1", phone="021 222 333")))

        content = as_(reviewer).get(reverse("contacts_download")).content

        assert contact_import.plan(content).counts()["unchanged"] == 2
        cell = load_workbook(io.BytesIO(content)).active["E3"]
        assert (cell.value, cell.data_type) == ("=1+1", "s")

    def test_coordinator_downloads_the_own_province(self, as_, coordinator):
        load(xlsx(line(), line("p16-a", province="16")))

        content = as_(coordinator).get(reverse("contacts_download")).content

        rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        assert [row[0] for row in rows[1:]] == ["p06-a"]


class TestCommand:
    def run(self, tmp_path, capsys, content: bytes, *options):
        path = tmp_path / "contacts.xlsx"
        path.write_bytes(content)
        code = 0
        try:
            call_command("import_contacts", str(path), "--json", *options)
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    def test_writes_and_says_how_many(self, tmp_path, capsys):
        code, said, _words = self.run(tmp_path, capsys, xlsx(line()))

        assert (code, said["written"], said["added"]) == (0, True, 1)
        assert Contact.objects.count() == 1

    def test_dry_run_writes_nothing(self, tmp_path, capsys):
        code, said, _words = self.run(tmp_path, capsys, xlsx(line()), "--dry-run")

        assert (code, said["written"], said["added"]) == (0, False, 1)
        assert Contact.objects.count() == 0

    def test_faulty_file_is_refused_by_row(self, tmp_path, capsys):
        code, said, words = self.run(tmp_path, capsys, xlsx(line(phone="no")))

        assert (code, said["faults"][0]["row"]) == (1, 2)
        assert "contacts.xlsx:2: p06-a: “no” is no phone number." in words

    def test_three_broken_rows_of_300_load_nothing_and_are_named(self, tmp_path, capsys):
        code, said, words = self.run(tmp_path, capsys, broken_in_three())

        assert (code, said["written"]) == (1, False)
        assert [fault["row"] for fault in said["faults"]] == [2, 11, 151, 301]
        assert "contacts.xlsx:11: p06-9: There is no province “99”." in words
        assert Contact.objects.count() == 0

    def test_missing_file_is_wrong_usage(self, tmp_path):
        with pytest.raises(CommandError) as refused:
            call_command("import_contacts", str(tmp_path / "none.xlsx"))

        assert refused.value.returncode == 2
