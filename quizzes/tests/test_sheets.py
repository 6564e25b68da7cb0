"""Questions in a spreadsheet: what a row means, what is refused by its cell, there and back."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from quizzes.content import faults
from quizzes.exchange.banking import candidates, store
from quizzes.exchange.from_bank import NotInFiles
from quizzes.exchange.merging import merged, with_keys
from quizzes.exchange.reading import read
from quizzes.exchange.sheet_writing import taken_of, write_xlsx
from quizzes.exchange.workbooks import UNPACKED
from quizzes.exchange.writing import export
from quizzes.faults import Refused
from quizzes.models import Pool, Question

from .conftest import CONTENTS, single_content


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def book(*rows, more=()) -> bytes:
    """An xlsx of these rows of any values, and of further sheets by name."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for name in more:
        made.create_sheet(name)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def sheet(**cells) -> bytes:
    """One row under its headings."""
    return book([*cells], [*cells.values()])


def taken(data: bytes, language="en"):
    [found], skipped = candidates(read(data, "xlsx", language), language)
    assert skipped == []
    return found


def said(data: bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(Refused) as refused:
        read(data, "xlsx")
    return [(fault.line, fault.message) for fault in refused.value.faults]


CHOICE = {"question_en": "Who?", "option_1_en": "The head", "option_2_en": "The clerk"}


class TestRow:
    def test_both_languages_stand_side_by_side(self):
        found = taken(
            sheet(
                key="A-1", type="single", question_lo="ໃຜ?", question_en="Who?", answer="2",
                option_1_lo="ພະ", option_1_en="The clerk", option_2_lo="ຫົວໜ້າ",
                option_2_en="The head", feedback_2_en="Y", hint_lo="ຄິດ", tags="claims; ລົງທະບຽນ",
                difficulty="hard", critical="yes", step="REG-01 fill-form",
            )
        )  # fmt: skip

        assert found.content == {
            "stem": {"lo": "ໃຜ?", "en": "Who?"},
            "explanation": {},
            "hint": {"lo": "ຄິດ"},
            "reference_keys": [],
            "options": [
                {"text": {"lo": "ພະ", "en": "The clerk"}, "feedback": {}, "weight": "0"},
                {"text": {"lo": "ຫົວໜ້າ", "en": "The head"}, "feedback": {"en": "Y"}, "weight": "1"},
            ],
        }  # fmt: skip
        assert (found.key, found.type, found.tags) == ("A-1", "single", ["claims", "ລົງທະບຽນ"])
        assert (found.difficulty, found.critical) == ("hard", True)
        assert found.step == ("REG-01", "fill-form")

    @pytest.mark.parametrize(
        ("answer", "weights"),
        [
            ("1; 3", ["0.5", "-0.5", "0.5"]),
            ("1, 3", ["0.5", "-0.5", "0.5"]),
            (2, ["-0.5", "1", "-0.5"]),
            ("1=75; 3=25; 2=-30", ["0.75", "-0.3", "0.25"]),
        ],
    )
    def test_weights_of_several_right_options(self, answer, weights):
        found = taken(sheet(type="multiple", answer=answer, option_3_en="Nobody", **CHOICE))

        assert [option["weight"] for option in found.content["options"]] == weights

    @pytest.mark.parametrize(("answer", "weights"), [("true", ["1", "0"]), (False, ["0", "1"])])
    def test_true_or_false_needs_no_options(self, answer, weights):
        found = taken(sheet(type="truefalse", question="Is it?", answer=answer, feedback_1="Look"))

        options = found.content["options"]
        assert [option["text"]["en"] for option in options] == ["True", "False"]
        assert [option["weight"] for option in options] == weights
        assert options[0]["feedback"] == {"en": "Look"}

    def test_number_typed_as_a_number_keeps_its_figures(self):
        found = taken(
            sheet(type="numeric", question="How much?", answer=405000.0, tolerance=0.5, unit="kip")
        )

        assert found.content["answer"] == "405000"
        assert found.content["tolerance"] == "0.5"
        assert found.content["unit"] == {"en": "kip"}

    def test_heading_without_language_is_in_the_language_of_the_file(self):
        found = taken(sheet(type="short", question="ຊື່?", accepted="ກ\nຂ"), "lo")

        assert found.content["stem"] == {"lo": "ຊື່?"}
        assert found.content["accepted"] == {"lo": ["ກ", "ຂ"]}

    def test_question_without_a_key_is_known_by_its_words(self):
        rows = [taken(sheet(type="single", answer=n, **CHOICE)).key for n in (1, 1, 2)]

        assert rows[0] == rows[1] != rows[2]

    def test_case_is_left_out_by_name_with_its_row(self):
        rows = [["key", "type", "question"], ["C-1", "case", "A story"], ["T-1", "truefalse", "?"]]
        rows = [[*row, answer] for row, answer in zip(rows, ["answer", "", "true"], strict=True)]

        found, [skipped] = candidates(read(book(*rows), "xlsx"), "lo")

        assert [one.key for one in found] == ["T-1"]
        assert (skipped.identifier, skipped.type, skipped.line) == ("C-1", "case", 2)

    def test_other_sheets_are_named(self):
        data = book(["type", "question", "answer"], ["truefalse", "?", "true"], more=["M2", "help"])

        assert [one.title for one in read(data, "xlsx").skipped] == ["M2"]


class TestRefused:
    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            (CHOICE | {"type": ""}, "D2: The type of the question is missing."),
            (CHOICE | {"type": "riddle"}, "D2: “riddle” is none of the types single, multiple, "
             "truefalse, numeric, short, matching, ordering, computed."),
            (CHOICE | {"type": "single", "answer": ""}, "E2: The answer is missing."),
            (CHOICE | {"type": "single"}, "Row 2, answer: The answer is missing."),
            (CHOICE | {"type": "single", "answer": "3"}, "E2: “3” is the number of no option."),
            (CHOICE | {"type": "single", "answer": "1; 2"},
             "E2: A single choice has one right option."),
            (CHOICE | {"type": "multiple", "answer": "1=150"},
             "E2: “150” is no weight from -100 to 100."),
            (CHOICE | {"type": "single", "answer": 1, "option_4_en": "x"},
             "Row 2, option_3: This option has no text."),
            ({"type": "single", "answer": 1, "question": "?", "option_1": "a", "option_2": ""},
             "E2: A choice needs at least two options."),
            ({"type": "numeric", "question": "?", "answer": "many"}, "C2: “many” is no number."),
            ({"type": "numeric", "question": "", "answer": "1"}, "B2: The question has no text."),
            ({"type": "matching", "question": "?", "option_1": "a", "match_1": ""},
             "D2: A pair has no right side."),
            ({"type": "computed", "question": "?", "answer": "2 *", "numbers": "a: 1, 2"},
             "C2: The formula ends too early."),
            ({"type": "truefalse", "question": "?", "answer": "maybe"},
             "C2: Write true or false; with own options, 1 or 2."),
            ({"type": "truefalse", "question": "?", "answer": "true", "critical": "perhaps"},
             "D2: Write yes or no."),
            ({"type": "truefalse", "question": "?", "answer": "true", "key": "ກ 1"},
             "D2: A key is made of letters, digits and dashes, such as M1-01."),
        ],
    )  # fmt: skip
    def test_cell_is_named(self, cells, message):
        assert said(sheet(**cells)) == [(2, message)]

    def test_each_faulty_row_is_named(self):
        head = ["type", "question", "answer"]

        found = said(book(head, ["truefalse", "?", "so"], ["", "?", "true"], [None], ["x", "?"]))

        assert [line for line, _message in found] == [2, 3, 5]

    def test_formula_error_and_date_are_named_by_their_cells(self):
        made = Workbook()
        made.active.append(["type", "question", "answer", "tolerance"])
        made.active.append(["numeric", "?", "=1+1", "#N/A"])
        made.active["C3"].number_format = "yyyy-mm-dd"
        made.active["C3"] = 45000
        made.active["A3"], made.active["B3"] = "numeric", "?"
        packed = io.BytesIO()
        made.save(packed)

        assert said(packed.getvalue()) == [
            (2, "C2: This is a formula: put its value there instead."),
            (2, "D2: This is an error value: put the right value there."),
            (3, "C3: This is a date: make the cell a text, and write it again."),
        ]

    def test_unknown_doubled_and_missing_headings_are_named(self):
        assert said(book(["type", "question", "Colour", "type"], ["single"])) == [
            (1, "C1: “Colour” is no heading of ours."),
            (1, "D1: The heading “type” stands there twice."),
        ]
        assert said(book(["question"], ["?"])) == [(1, "The first row lacks the headings type.")]

    def test_cell_under_no_heading_is_named(self):
        data = book(["type", "question", "answer"], ["truefalse", "?", "true", "more"])

        assert said(data) == [(2, "D2: This cell stands under no heading.")]

    def test_same_key_twice_is_named(self):
        head, row = ["key", "type", "question", "answer"], ["A-1", "truefalse", "?", "true"]

        assert said(book(head, row, row)) == [(3, "A3: This question stands in row 2 already.")]

    @pytest.mark.parametrize(
        "data", [b"", b"type;question", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\0" * 600]
    )
    def test_what_is_no_workbook_is_refused(self, data):
        assert len(said(data)) == 1

    def test_bomb_is_refused(self):
        packed = io.BytesIO(sheet(type="single"))
        with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/media/a.xml", b" " * (UNPACKED + 1))

        assert said(packed.getvalue()) == [(None, "The package unpacks to more than 20 MB.")]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_entities_are_refused(self, encoding):
        evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sst>&b;</sst>'
        packed = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(sheet(type="single"))) as old,
            zipfile.ZipFile(packed, "w") as new,
        ):
            for name in old.namelist():
                is_it = name == "xl/worksheets/sheet1.xml"
                new.writestr(name, evil.encode(encoding) if is_it else old.read(name))

        assert said(packed.getvalue()) == [
            (None, "The file holds a document type or entities, which are never read.")
        ]

    def test_far_row_is_refused_in_time(self):
        made = Workbook()
        made.active["A1"], made.active["A1048576"] = "type", "single"
        packed = io.BytesIO()
        made.save(packed)

        assert said(packed.getvalue()) == [(5001, "There are more than 5000 rows in this file.")]

    @given(st.binary(max_size=200), st.integers(0, 10_000), st.integers(0, 30))
    def test_damaged_workbook_is_read_or_refused(self, raw, place, cut):
        data = bytearray(DAMAGED)
        place %= len(data)
        data[place : place + cut] = raw
        with suppress(Refused):
            candidates(read(bytes(data), "xlsx"), "lo")


DAMAGED = sheet(type="single", answer=1, **CHOICE)


def unkeyed(content: dict) -> dict:
    """The content as a new question gets it, without keys that are drawn."""
    found = json.loads(json.dumps(content))
    order = found.pop("order", None)
    if order:
        found["items"].sort(key=lambda item: order.index(item["key"]))
    for name in ("options", "pairs", "distractors", "items"):
        for part in found.get(name, []):
            part.pop("key", None)
            part.pop("right_key", None)
    return found


@pytest.mark.parametrize("kind", sorted(CONTENTS))
def test_each_type_is_the_same_there_and_back(kind):
    content = CONTENTS[kind]("x")
    row = taken_of(Question(key="X-1", type=kind), content, []).draft

    found = taken(write_xlsx([row]))

    made = with_keys(found.content, kind)
    assert unkeyed(made) == unkeyed(content)
    assert faults(kind, made) == []
    assert merged(content, found.content, kind) == content


CELL = st.text(
    st.sampled_from("ab =#{}\n;,*_<&'+-@ກ່\t’0") | st.characters(codec="utf-8"), max_size=20
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=3, max_size=6), CELL, CELL)
def test_any_texts_come_back_or_are_refused_by_name(options, stem, hint):
    content = {
        "stem": {"lo": stem, "en": hint},
        "explanation": {},
        "hint": {"en": hint},
        "reference_keys": [],
        "options": [
            {"text": {"lo": a, "en": b}, "weight": "0" if n else "1", "feedback": {"lo": c}}
            for n, (a, b, c) in enumerate(options)
        ],
    }
    try:
        row = taken_of(Question(key="X-1", type="single"), content, []).draft
    except NotInFiles:
        return

    found = taken(write_xlsx([row])).content

    def bare(both):
        both = {
            name: text.replace("\r\n", "\n").replace("\r", "\n").strip()
            for name, text in both.items()
        }
        return {name: text for name, text in both.items() if text}

    assert found["stem"] == bare(content["stem"])
    assert found.get("hint", {}) == bare(content["hint"])
    assert [(o["text"], o["feedback"], o["weight"]) for o in found["options"]] == [
        (bare(o["text"]), bare(o["feedback"]), o["weight"]) for o in content["options"]
    ]


def test_what_a_table_can_t_hold_is_named():
    def reason(kind, content):
        with pytest.raises(NotInFiles) as reason:
            taken_of(Question(key="X-1", type=kind), content, [])
        return str(reason.value)

    many = single_content("q", keys="abcdefghijklm")
    assert reason("case", {}) == "This type of question is not written to this format."
    assert reason("single", many) == "A table has room for 12 options."
    assert reason("single", {}) == "The question has no text."
    assert reason("ordering", {"stem": {"en": "?"}}) == "Ordering needs at least three steps."


def test_cells_are_texts_and_the_template_says_how_to_fill_it_in():
    content = single_content("q")
    content["stem"] = {"lo": "=1+1", "en": "@SUM(1)"}
    row = taken_of(Question(key="X-1", type="single"), content, []).draft

    made = load_workbook(io.BytesIO(write_xlsx([row])))

    assert made.sheetnames == ["questions", "help"]
    assert [made["questions"][f"{column}2"].data_type for column in "CD"] == ["s", "s"]
    told = " ".join(str(line[0].value) for line in made["help"].iter_rows())
    for heading in (cell.value for cell in made["questions"][1]):
        assert heading in told or heading[-4:-2].strip("_").isdigit()


class TestBank:
    def test_step_difficulty_and_critical_come_along(self, step, make_question):
        question = make_question("X-1", sop=step.sop, step=step, difficulty="hard", critical=True)
        file = export(Question.objects.filter(pk=question.pk), "xlsx", "lo").data
        question.versions.all().delete()
        question.delete()

        store(read(file, "xlsx"), Pool.objects.create(name="M9"), "lo")

        made = Question.objects.get(key="X-1")
        assert (made.step, made.sop, made.difficulty, made.critical) == (
            step, step.sop, "hard", True
        )  # fmt: skip
        assert made.state == "draft"

    def test_unknown_step_refuses_the_file_by_its_cell(self, db, tmp_path, capsys):
        file = tmp_path / "q.xlsx"
        file.write_bytes(sheet(type="truefalse", question="?", answer="true", step="REG-99 gone"))

        with pytest.raises(SystemExit) as ended:
            call_command(
                "import_questions", str(file), "--format", "xlsx", "--pool", "M9", "--json"
            )

        told = json.loads(capsys.readouterr().out)
        assert ended.value.code == 1
        assert told["error"] == {"line": 2, "message": "D2: The handbook has no step REG-99 gone."}
        assert not Pool.objects.filter(name="M9").exists()

    def test_row_is_printed_in_normal_form(self, db, tmp_path, capsys):
        file = tmp_path / "q.xlsx"
        file.write_bytes(sheet(key="T-1", type="truefalse", question="Is it?", answer="true"))

        call_command("import_questions", str(file), "--format", "xlsx", "--dry-run", "--json")

        told = json.loads(capsys.readouterr().out)
        assert told["imported"] == 1
        assert told["questions"] == [
            {
                "type": "truefalse",
                "id": "T-1",
                "stem": {"text": "Is it?", "format": "markdown"},
                "correct": True,
                "both_languages": False,
            }
        ]
