"""What is set on paper: texts as nodes, whatever an author types; the press and its limits."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_pages.content import Document, Item, Objection, Part, StepText
from sop_pages.paper import typesetting
from sop_pages.paper.index import index_of
from sop_pages.paper.nodes import BREAK, nodes, tied
from sop_pages.paper.sop import Printable
from sop_pages.paper.words import words
from sop_site.tests.paper import sheets_of

HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.4.2"',
    "#while true {}",
    "*bold* _no_ $x^2$ @label <label> `raw` = heading",
    "\\#\\$ \\u{41} ~ -- ... // gone /* too */",
    '"]; #panic("x") #[',
    "{{7*7}} {% now %} <script>alert(1)</script>",
    "x" * 900,
    "https://khumue.example.la/" + "a/" * 200,
    "ກຂຄ" * 200,
    "\u202egnp.exe \u200d\u0301\ufeff",
]


def document(text: str, **fields) -> Document:
    """An SOP with this text wherever an author may write one."""
    return Document(
        code="REG-01",
        language="en",
        title=text[:200] or "-",
        task="register",
        **{
            "purpose": text,
            "when": text,
            "owner": text,
            "tags": (text,),
            "bring": (Item("a", text),),
            "steps": (
                StepText(
                    "s",
                    text,
                    (Part("text", text), Part("warning", text), Part("documents", items=(text,))),
                    text,
                ),
            ),
            "objections": (Objection("o", text, text),),
        }
        | fields,
    )


def set_sheets(sop: Document, tmp_path) -> list:
    pictures: dict = {}
    data = Printable(sop, "1.0", date(2026, 11, 25), {}, {}).data(pictures)
    return sheets_of(typesetting.made(data, pictures, within=tmp_path))


def whole(sheets) -> str:
    return "".join("".join(sheet.words.split()) for sheet in sheets).replace(BREAK, "")


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_hostile_text_is_shown_and_never_run(text, tmp_path):
    sop = document("Plain", bring=(Item("a", text),), objections=(Objection("o", text),))

    said = whole(set_sheets(sop, tmp_path))

    assert said.count("".join(text.split())) == 2
    assert "root:x:0" not in said


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_set_wherever_it_stands(text, tmp_path):
    assert set_sheets(document(text), tmp_path)


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_can_be_set(tmp_path_factory, text):
    assert set_sheets(document(text), tmp_path_factory.mktemp("press"))


def test_press_reads_nothing_outside_its_folder(tmp_path):
    (tmp_path / "main.typ").write_text('#read("/etc/passwd")')
    (tmp_path / "other.typ").write_text("")

    done = subprocess.run(
        [sys.executable, "-I", typesetting.PRESS, tmp_path, typesetting.FONTS],
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert "root:x:0" not in done.stdout + done.stderr
    assert not (tmp_path / "made.pdf").exists()


def test_press_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)

    with pytest.raises(typesetting.Unmakeable):
        set_sheets(document("x"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_busy_press_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "PATIENCE", 0.01)

    with typesetting._press, pytest.raises(typesetting.Busy):
        set_sheets(document("x"), tmp_path)


def test_very_long_word_stays_on_the_sheet(tmp_path):
    (sheet, *_more) = set_sheets(document("Plain", purpose="x" * 300), tmp_path)

    width = sheet.image.width
    edge = sheet.image.crop((int(width * 0.95), 0, width, sheet.image.height // 2)).convert("L")
    assert edge.getextrema()[0] > 200  # the margin is white


def test_markdown_becomes_nodes():
    html = (
        '<p>One <strong>two</strong> <a href="https://x.la">x</a>\nmore</p>\n'
        "<ol start='3'>\n<li>a</li>\n</ol>"
        "<table><thead><tr>\n<th>h</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>"
    )

    assert nodes(html) == [
        {
            "is": "p",
            "in": [
                "One ",
                {"is": "strong", "in": ["two"]},
                " ",
                {"is": "a", "in": ["x"], "to": "https://x.la"},
                " more",
            ],
        },
        {"is": "ol", "in": [{"is": "li", "in": ["a"]}], "from": 3},
        {
            "is": "table",
            "in": [
                {"is": "tr", "in": [{"is": "th", "in": ["h"]}]},
                {"is": "tr", "in": [{"is": "td", "in": ["c"]}]},
            ],
        },
    ]


def test_full_stop_stays_with_the_last_lao_syllable():
    assert tied("ຂຽນໃສ່ແບບຟອມ. ແລ້ວ") == [
        "ຂຽນໃສ່ແບບ",
        {"is": "kept", "in": ["ຟອມ."]},
        " ແລ້ວ",
    ]
    assert tied('"ໄດ້ທັນທີ"') == [
        {"is": "kept", "in": ['"ໄດ້']},
        "ທັນ",
        {"is": "kept", "in": ['ທີ"']},
    ]


@given(st.text(alphabet="ກາຂຽນແບບຟອມ .,\"'()aZ1-#", max_size=60))
def test_tied_text_says_what_it_said(text):
    def said(found):
        return "".join(n if isinstance(n, str) else said(n["in"]) for n in found)

    assert said(tied(text)).replace(BREAK, "") == text


def test_index_stands_in_dictionary_order_under_its_letters():
    lao = Document(
        code="REG-01",
        language="lo",
        title="x",
        task="register",
        tags=("ແບບຟອມ", "ເກີດລູກ", "ກອງທຶນ", "ບັດ", "ໜັງສື", "Zoo", "card"),
        steps=(
            StepText("a", "ຂຽນແບບຟອມ", number=1),
            StepText("b", "ໃຫ້ບັດ", (Part("text", "discard the cards"),), number=2),
        ),
    )

    found = [(group["letter"], [t["term"] for t in group["terms"]]) for group in index_of([lao])]
    places = {t["term"]: t["at"] for group in index_of([lao]) for t in group["terms"]}

    assert found == [
        ("C", ["card"]),
        ("Z", ["Zoo"]),
        ("ກ", ["ກອງທຶນ", "ເກີດລູກ"]),
        ("ບ", ["ບັດ", "ແບບຟອມ"]),
        ("ຫ", ["ໜັງສື"]),
    ]
    assert places["ແບບຟອມ"] == ["REG-01/a"]
    assert places["card"] == ["REG-01/b"]
    assert places["ກອງທຶນ"] == ["REG-01/"]


def test_page_words_are_cut_where_the_numbers_stand():
    assert [part for part in words()["page"] if isinstance(part, int)] == [1, 2]
