"""Question files: worked cases of each format, bad ones, and what reaches the bank."""

import io
import json
import zipfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.exchange.banking import candidates, store
from quizzes.exchange.drafts import Text
from quizzes.exchange.markup import to_markdown
from quizzes.exchange.normal_form import as_data
from quizzes.exchange.packages import MAX_BYTES, members
from quizzes.exchange.reading import FORMATS, read
from quizzes.faults import Refused
from quizzes.models import Pool, Question
from quizzes.writing import all_faults
from sop_pages.markdown import render_markdown

CASES = [
    pytest.param(name, case, id=case["name"])
    for name in ("gift", "aiken", "moodlexml", "qti")
    for case in json.loads((Path(__file__).parent / "cases" / f"{name}.json").read_text("utf-8"))
]
EXACT = ("id", "tags", "mark", "penalty", "hidden", "shuffle", "grader_info", "files", "correct")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def text(value, inherited="moodle"):
    """(words, format): white space folds where it doesn't matter; nothing is ("", None)."""
    if not value:
        return ("", None)
    words, kind = (value, inherited) if isinstance(value, str) else (value["text"], value["format"])
    if kind not in ("html", "markdown"):
        words = " ".join(words.split())
    words = " _____ ".join(part.strip() for part in words.split("_____")).strip()
    return (words, kind) if words else ("", None)


def same(expected: dict, found: dict) -> dict:
    """What differs between an expected question and what was read, by field."""
    kind = text(expected.get("stem"))[1]

    def answer(one):
        told = text(one.get("feedback"), kind)
        if "min" in one:
            return (round(one["min"], 9), round(one["max"], 9), one["percent"], told)
        return (text(one["text"], kind), round(one["percent"], 4), told)

    def form(question):
        return {
            "type": question["type"],
            "path": question.get("path"),
            "title": question.get("title") if "title" in expected else None,
            "stem": text(question.get("stem")),
            **{
                name: text(question.get(name), kind)
                for name in (
                    "general_feedback", "wrong_feedback", "feedback_right", "feedback_wrong",
                )
            },
            "answers": [
                answer(one) for one in question.get("options", question.get("answers", []))
            ],
            "pairs": [(text(left, kind), right) for left, right in question.get("pairs", [])],
            **{name: question.get(name) for name in EXACT if name in expected},
        }  # fmt: skip

    wanted, got = form(expected), form(found)
    return {name: (wanted[name], got[name]) for name in wanted if wanted[name] != got[name]}


@pytest.mark.parametrize(("name", "case"), CASES)
def test_worked_case(name, case):
    expected = case["expect"]
    data = case["source"].encode()
    if "error" in expected:
        with pytest.raises(Refused) as refused:
            read(data, name)
        first = refused.value.faults[0]
        wanted = expected["error"]
        if "line_from" in wanted:
            assert wanted["line_from"] <= first.line <= wanted["line_to"]
        assert wanted.get("names", "") in first.message
        assert "root:" not in first.message
        return

    found = as_data(read(data, name))

    if "questions" in expected:
        assert len(found["questions"]) == len(expected["questions"])
        for wanted, got in zip(expected["questions"], found["questions"], strict=True):
            assert same(wanted, got) == {}
    for wanted in expected.get("skipped", []):
        assert any(wanted.items() <= got.items() for got in found["skipped"])


def test_stranger_markup_is_inert_when_shown():
    stem = '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(2)></p>'

    shown = render_markdown(to_markdown(Text(stem, "html")))

    assert shown == "<p>Hi</p>"


def test_file_of_a_question_is_known_by_its_bare_name(tmp_path):
    case = next(case for _n, case in (p.values for p in CASES) if "traversal" in case["name"])

    found = read(case["source"].encode(), "moodlexml")

    assert [file.name for file in found.drafts[0].files] == ["khumue-pwned.png"]
    assert not Path("/tmp/khumue-pwned.png").exists()


@pytest.mark.parametrize(
    ("kind", "words", "shown"),
    [
        ("moodle", "2 * 3 * 4 = [x](y) <b>", "<p>2 * 3 * 4 = [x](y) &lt;b&gt;</p>"),
        ("moodle", "{vol_rate} of _all_", "<p>{vol_rate} of _all_</p>"),
        ("moodle", "- not a list", "<p>- not a list</p>"),
        ("plain", "1. not a list", "<p>1. not a list</p>"),
        ("html", "<b>Who</b> keeps <i>it</i>?", "<p><strong>Who</strong> keeps <em>it</em>?</p>"),
        ("html", "a <b> b </b>c", "<p>a <strong>b</strong> c</p>"),
        ("html", "<p>One</p><p>two</p>", "<p>One</p>\n<p>two</p>"),
        ("html", "One<br>two", "<p>One<br>\ntwo</p>"),
        ("html", "<ul><li>a</li><li>b</li></ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("html", "<ol><li>a</li><li>b</li></ol>", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("html", "<!-- note -->5 &lt; 6", "<p>5 &lt; 6</p>"),
        ("html", "ພະນັກງານ<b>ເມືອງ</b>", "<p>ພະນັກງານ<strong>ເມືອງ</strong></p>"),
        ("markdown", "*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
    ],
)
def test_text_looks_as_it_did(kind, words, shown):
    assert render_markdown(to_markdown(Text(words, kind))) == shown


@pytest.mark.parametrize("kind", ["moodle", "html"])
def test_named_values_go_on_naming_them(kind):
    assert to_markdown(Text("{vol_rate}% of {income_2}_x", kind)) == "{vol_rate}% of {income_2}\\_x"


GIFTLIKE = st.text(st.sampled_from("{}~=#%:->\\ \nTabກ1.5$[]/"), max_size=80)
XMLLIKE = st.text(st.sampled_from("<>/&;!?\"'= quizestonxtADOCTYPE[]-"), max_size=80)


@settings(max_examples=300)
@given(GIFTLIKE)
@pytest.mark.parametrize("name", ["gift", "aiken"])
def test_any_text_is_read_or_refused_with_a_line(name, words):
    try:
        bundle = read(words.encode(), name)
    except Refused as refused:
        lines = words.count("\n") + 1
        if not all(fault.line is None or 1 <= fault.line <= lines for fault in refused.faults):
            raise
    else:
        candidates(bundle, "en")
        assert as_data(bundle)["questions"]


@given(XMLLIKE, st.binary(max_size=60))
@pytest.mark.parametrize("name", ["moodlexml", "qti"])
def test_any_bytes_are_read_or_refused(name, words, raw):
    for data in (words.encode(), raw, b"PK\x03\x04" + raw, b"<quiz>" + words.encode() + b"</quiz>"):
        with suppress(Refused):
            read(data, name)


@given(st.sampled_from([p.values for p in CASES]), st.randoms(use_true_random=False))
def test_damaged_case_is_read_or_refused(pair, random):
    name, case = pair
    data = bytearray(case["source"].encode())
    for _ in range(3):
        place = random.randrange(len(data))
        data[place : place + random.randrange(4)] = random.choice([b"", b"{", b"<", b"\xff", b"}"])
    with suppress(Refused):
        candidates(read(bytes(data), name), "lo")


class TestLargeFiles:
    @pytest.mark.parametrize("name", sorted(FORMATS))
    def test_fifty_megabytes_are_refused(self, name):
        with pytest.raises(Refused, match="larger than 5 MB"):
            read(b"a" * 50_000_000, name)

    def test_zip_bomb_is_refused(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            for number in range(3):
                package.writestr(f"{number}.xml", b"<a>" + b" " * (MAX_BYTES // 2))

        with pytest.raises(Refused, match="50 MB"):
            members(packed.getvalue(), ".xml")

    @pytest.mark.parametrize("name", ["moodlexml", "qti"])
    @pytest.mark.parametrize(
        "inside",
        [
            "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefgh")),
            '<!ENTITY h SYSTEM "file:///etc/passwd">',
            '<!ENTITY % h SYSTEM "http://127.0.0.1:9/x.dtd"> %h;',
        ],
        ids=["bomb", "file", "address"],
    )
    def test_entities_are_refused_with_their_line(self, name, inside):
        file = f'<?xml version="1.0"?>\n<!DOCTYPE quiz [{inside}]>\n<quiz>&h;</quiz>'
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            package.writestr("items/one.xml", file)

        for data in [file.encode(), *([packed.getvalue()] if name == "qti" else [])]:
            with pytest.raises(Refused, match="never read") as refused:
                read(data, name)
            assert refused.value.faults[0].line in (2, 3)

    def test_package_of_items_is_read(self):
        item = next(c for n, c in (p.values for p in CASES) if c["name"] == "qti-21-choice-single")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            package.writestr("imsmanifest.xml", "<manifest/>")
            package.writestr("items/one.xml", item["source"])
            package.writestr("items/two.xml", item["source"].replace('"q1"', '"q2"'))

        found = read(packed.getvalue(), "qti")

        assert [draft.identifier for draft in found.drafts] == ["q1", "q2"]

    def test_more_than_500_questions_are_refused_at_the_first_too_many(self):
        one = "::Q{n}::How many?{=a ~b ~c}\n\n"
        file = "".join(one.replace("{n}", str(n)) for n in range(501)).encode()

        with pytest.raises(Refused, match="more than 500 questions") as refused:
            read(file, "gift")

        assert refused.value.faults[0].line == 1001
        assert len(read(file[: file.index(b"::Q500")], "gift").drafts) == 500


@pytest.fixture
def m9(db):
    return Pool.objects.create(name="M9")


def of_pool():
    return Question.objects.filter(pool__name="M9")


def content(key):
    return Question.objects.get(key=key).versions.order_by("-number").first().content


class TestBank:
    def bundle(self, words):
        return read(words.encode(), "gift")

    def test_choice_becomes_a_draft_with_weights_and_feedback(self, m9):
        done = store(
            self.bundle("// [id:A-1] [tag:claims]\nWho?{=The head#Yes ~%50%The clerk ~Nobody}"),
            m9,
            "en",
        )

        question = of_pool().get()
        assert done.made == ["A-1"]
        assert (question.type, question.state, question.title_en) == ("single", "draft", "Who?")
        assert [tag.name for tag in question.tags.all()] == ["claims"]
        options = content("A-1")["options"]
        assert [(o["text"]["en"], o["weight"]) for o in options] == [
            ("The head", "1"), ("The clerk", "0.5"), ("Nobody", "0"),
        ]  # fmt: skip
        assert options[0]["feedback"] == {"en": "Yes"}
        assert len({option["key"] for option in options}) == 3

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("Is it?{F#Look again#Right}", {"type": "truefalse"}),
            ("Two.{~%50%a ~%50%b ~%-50%c}", {"type": "multiple"}),
            ("How many?{#5.5:0.05}", {"type": "numeric"}),
            ("Name.{=NSSF =%0%bank#No}", {"type": "short"}),
            ("Match.{=a->b =c->d}", {"type": "matching"}),
        ],
    )
    def test_each_type_that_is_asked_is_kept(self, m9, words, expected):
        store(self.bundle(words), m9, "lo")

        assert of_pool().get().type == expected["type"]

    def test_false_is_right_and_each_response_has_its_feedback(self, m9):
        store(self.bundle("// [id:T-1]\nIs it?{F#Look again#Right}"), m9, "en")

        assert [
            (o["text"]["en"], o["weight"], o["feedback"]) for o in content("T-1")["options"]
        ] == [
            ("True", "0", {"en": "Look again"}),
            ("False", "1", {"en": "Right"}),
        ]

    def test_number_keeps_its_tolerance(self, m9):
        store(self.bundle("// [id:N-1]\nHow many?{#5.5:0.05}"), m9, "en")

        assert content("N-1")["answer"] == "5.5"
        assert content("N-1")["tolerance"] == "0.05"

    def test_same_file_twice_adds_nothing(self, m9):
        words = "Who?{=The head ~The clerk}\n\n// [id:A-2]\nIs it?{T}"
        store(self.bundle(words), m9, "en")
        before = [(v.pk, v.content) for q in of_pool() for v in q.versions.all()]

        done = store(self.bundle(words), m9, "en")

        assert done.made == done.reworded == []
        assert len(done.same) == 2
        assert before == [(v.pk, v.content) for q in of_pool() for v in q.versions.all()]

    def test_other_language_fills_the_other_half(self, m9):
        store(self.bundle("// [id:A-3]\nWho?{=The head ~The clerk}"), m9, "en")
        keys = [option["key"] for option in content("A-3")["options"]]

        done = store(self.bundle("// [id:A-3]\nໃຜ?{=ຫົວໜ້າ ~ພະນັກງານ}"), m9, "lo")

        assert done.reworded == ["A-3"]
        assert content("A-3")["stem"] == {"en": "Who?", "lo": "ໃຜ?"}
        assert [option["key"] for option in content("A-3")["options"]] == keys
        assert content("A-3")["options"][0]["text"] == {"en": "The head", "lo": "ຫົວໜ້າ"}

    MATCHING = "// [id:P-1]\nMatch.{=Form A -> join\n=Form B -> claim\n=Form C -> join\n= -> pay}"

    def test_matching_becomes_pairs_and_one_side_too_many(self, m9):
        store(self.bundle(self.MATCHING), m9, "en")

        found = content("P-1")
        sides = [(p["left"]["en"], p["right"]["en"]) for p in found["pairs"]]
        assert sides == [("Form A", "join"), ("Form B", "claim"), ("Form C", "join")]
        first, second, third = (pair["right_key"] for pair in found["pairs"])
        assert first == third != second
        assert [extra["text"]["en"] for extra in found["distractors"]] == ["pay"]
        assert found["distractors"][0]["key"] not in {first, second}

    def test_matching_in_both_languages_can_be_asked(self, m9):
        store(self.bundle(self.MATCHING), m9, "en")
        keys = [(p["key"], p["right_key"]) for p in content("P-1")["pairs"]]
        lao = "// [id:P-1]\nຈັບຄູ່.{=ແບບ ກ -> ລົງ\n=ແບບ ຂ -> ຂໍ\n=ແບບ ຄ -> ລົງ\n= -> ຈ່າຍ}"

        done = store(self.bundle(lao), m9, "lo")
        again = store(self.bundle(lao), m9, "lo")

        assert (done.reworded, again.same) == (["P-1"], ["P-1"])
        assert [(p["key"], p["right_key"]) for p in content("P-1")["pairs"]] == keys
        assert all_faults("matching", content("P-1")) == []

    @pytest.mark.parametrize(
        "other",
        [
            "=ແບບ ກ -> ລົງ\n=ແບບ ຂ -> ຂໍ\n= -> ຈ່າຍ",
            "=ແບບ ກ -> ລົງ\n=ແບບ ຂ -> ຂໍ\n=ແບບ ຄ -> ຍື່ນ\n= -> ຈ່າຍ",
            "=ແບບ ກ -> ລົງ\n=ແບບ ຂ -> ຂໍ\n=ແບບ ຄ -> ລົງ",
        ],
    )
    def test_other_pairs_are_said_and_change_nothing(self, m9, other):
        store(self.bundle(self.MATCHING), m9, "en")
        before = content("P-1")

        done = store(self.bundle("// [id:P-1]\nຈັບຄູ່.{" + other + "}"), m9, "lo")

        assert [one.identifier for one in done.skipped] == ["P-1"]
        assert content("P-1") == before

    def test_other_number_of_options_is_said_and_changes_nothing(self, m9):
        store(self.bundle("// [id:A-4]\nWho?{=The head ~The clerk}"), m9, "en")
        before = content("A-4")

        done = store(self.bundle("// [id:A-4]\nໃຜ?{=ຫົວໜ້າ ~ກ ~ຂ}"), m9, "lo")

        assert [one.identifier for one in done.skipped] == ["A-4"]
        assert content("A-4") == before

    @pytest.mark.parametrize(
        "words",
        [
            "Tell.{}",
            "Only a text.",
            "Match.{=a->b =c->d =->b}",
            "Match.{" + "".join(f"={n}->r{n}\n" for n in range(13)) + "}",
            "Who?{=a " + " ".join(f"~{n}" for n in range(30)) + "}",
            "How many?{#=3 =%50%4}",
            "Name.{=a =%50%b}",
            "Name.{=a =%0%*#No}",
            "Two.{~%30%a ~%30%b ~c}",
        ],
    )
    def test_what_can_t_be_held_is_named_with_its_line(self, m9, words):
        done = store(self.bundle("One?{T}\n\n" + words), m9, "en")

        assert len(done.made) == 1
        assert [one.line for one in done.skipped] == [3]
        assert done.skipped[0].reason

    def test_asked_version_stays_and_the_next_is_made(self, m9):
        store(self.bundle("// [id:A-5]\nWho?{=The head ~The clerk}"), m9, "en")
        version = of_pool().get().versions.get()
        type(version).objects.filter(pk=version.pk).update(asked_at="2026-01-01T00:00Z")

        store(self.bundle("// [id:A-5]\nWho signs?{=The head ~The clerk}"), m9, "en")

        assert [v.content["stem"]["en"] for v in of_pool().get().versions.all()] == [
            "Who?", "Who signs?",
        ]  # fmt: skip


class TestCommand:
    def run(self, file, *options, capsys):
        status = 0
        try:
            call_command("import_questions", str(file), *options)
        except SystemExit as ended:
            status = ended.code
        return status, capsys.readouterr()

    def test_refused_file_leaves_the_bank_alone(self, db, tmp_path, capsys):
        file = tmp_path / "q.gift"
        file.write_text("One?{T}\n\nTwo?{=a ~b")

        status, said = self.run(file, "--format", "gift", "--pool", "M9", "--json", capsys=capsys)

        assert status == 1
        assert json.loads(said.out)["error"]["line"] == 3
        assert not of_pool().exists()
        assert not Pool.objects.filter(name="M9").exists()

    def test_imports_and_says_what_was_left_out(self, db, tmp_path, capsys):
        file = tmp_path / "q.gift"
        file.write_text("One?{T}\n\nTell.{}")

        status, said = self.run(file, "--format", "gift", "--pool", "M9", capsys=capsys)

        assert status == 0
        assert "1 questions imported" in said.out
        assert "line 3: left out, essay" in said.out
        assert of_pool().get().pool.name == "M9"

    def test_dry_run_writes_nothing(self, db, tmp_path, capsys):
        file = tmp_path / "q.gift"
        file.write_text("One?{T}")

        status, said = self.run(file, "--format", "gift", "--dry-run", "--json", capsys=capsys)

        assert (status, json.loads(said.out)["imported"]) == (0, 1)
        assert not of_pool().exists()

    @pytest.mark.parametrize("options", [[], ["--pool", "M9"]])
    def test_missing_pool_or_file_is_wrong_usage(self, db, tmp_path, capsys, options):
        status, _said = self.run(tmp_path / "no", "--format", "gift", *options, capsys=capsys)

        assert status == 2
