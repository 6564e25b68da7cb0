"""Files of figures: numbers stay numbers, texts are never formulas, Lao is read as Lao."""

import csv
import io

import pytest
from openpyxl import load_workbook

from sop_pages.files.sheets import Sheet, as_csv, workbook

SHEET = Sheet("ແຂວງ", ["ແຂວງ", "ຈຳນວນ"], [["ຫຼວງພະບາງ", 7], ["=HYPERLINK(1)", None], ["06", 2.5]])


def cells(content, title):
    page = load_workbook(io.BytesIO(content))[title]
    return [[(cell.value, cell.data_type) for cell in line] for line in page.iter_rows(min_row=2)]


def test_workbook_keeps_numbers_and_texts():
    assert cells(workbook([SHEET]), "ແຂວງ") == [
        [("ຫຼວງພະບາງ", "s"), (7, "n")],
        [("=HYPERLINK(1)", "s"), (None, "n")],
        [("06", "s"), (2.5, "n")],
    ]


def test_names_of_sheets_are_short_plain_and_different():
    long = Sheet("By step: [all]/" + "x" * 40, ["a"], [])

    names = load_workbook(io.BytesIO(workbook([long, long]))).sheetnames

    assert len(set(names)) == 2
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_csv_has_its_mark_and_no_formula():
    content = as_csv([SHEET, SHEET])

    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert lines[:6] == [
        ["ແຂວງ"],
        ["ແຂວງ", "ຈຳນວນ"],
        ["ຫຼວງພະບາງ", "7"],
        ["'=HYPERLINK(1)", ""],
        ["06", "2.5"],
        [],
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_looks_like_a_formula_is_guarded(sign):
    content = as_csv([Sheet("t", ["h"], [[f"{sign}1"], [-1]])]).decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(content, newline="")))
    assert lines[2:] == [[f"'{sign}1"], ["-1"]]
