"""A file says the same after the way through a Document, and through the database."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_pages.content import Document, Form, Item, Objection, Part, StepText
from sop_pages.files.reading import read_bytes, read_text
from sop_pages.files.writing import write_text
from sop_pages.normal import markdown_text, plain_line
from sop_pages.page_content import join_texts

pytestmark = pytest.mark.usefixtures("in_english")
SOPS = sorted((Path(__file__).resolve().parents[2] / "content" / "data" / "sops").glob("*.md"))


@pytest.mark.parametrize("path", SOPS, ids=lambda path: path.name)
def test_starting_sop_is_written_as_it_was_read(path):
    reading = read_bytes(path.read_bytes(), path.name)

    assert reading.faults == []
    assert write_text(reading.document) == path.read_text(encoding="utf-8")


# What would be taken for a sign of the form if it were not hidden.
signs = st.sampled_from(
    ["## Steps", "### x {#y}", "> [!warning]", "Time limit: now", "ກຳນົດເວລາ: ດຽວນີ້", "---", "\\# a",
     "![a](b)", "[!example]", "- a {#b}", "{#c}", "> quote", "# h", "\\\\## b", "code: X"]
)  # fmt: skip
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
lines = st.one_of(words, signs, st.just("ການປະກັນສັງຄົມ"))
markdown = st.lists(lines, max_size=5).map("\n".join).map(markdown_text)
plain = st.one_of(words, signs).map(plain_line)
named = plain.filter(bool)
keys = st.lists(
    st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True), min_size=20, max_size=20,
    unique=True,
)  # fmt: skip


@st.composite
def parts(draw):
    kind = draw(st.sampled_from(["text", "warning", "example", "documents", "calculator"]))
    if kind == "documents":
        return Part(kind, items=tuple(draw(st.lists(named, min_size=1, max_size=3))))
    if kind == "calculator":
        return Part(kind, name=draw(st.sampled_from(["contribution", "months"])))
    return Part(kind, draw(markdown.filter(bool)))


@st.composite
def documents(draw):
    names = iter(draw(keys))

    def items():
        found = draw(st.lists(named, max_size=2))
        return tuple(Item(next(names), text) for text in found)

    def steps():
        for title in draw(st.lists(named, min_size=1, max_size=2)):
            body = tuple(join_texts(draw(st.lists(parts(), max_size=3))))
            yield StepText(next(names), title, body, draw(plain))

    words_of_list = draw(st.lists(named.filter(lambda w: "\n" not in w), max_size=3, unique=True))
    return Document(
        code="REG-07",
        language=draw(st.sampled_from(["lo", "en"])),
        title=draw(named),
        task="register",
        purpose=draw(markdown),
        when=draw(plain),
        audience=("officer",),
        minutes=draw(st.none() | st.integers(1, 9999)),
        owner=draw(plain),
        tags=tuple(words_of_list),
        sample=draw(st.booleans()),
        conditions=items(),
        bring=items(),
        steps=tuple(steps()),
        objections=tuple(
            Objection(next(names), text, draw(markdown))
            for text in draw(st.lists(named, max_size=2))
        ),
        checklist=items(),
        forms=tuple(Form(text) for text in draw(st.lists(named, max_size=2))),
    )


@given(documents())
@settings(max_examples=150, deadline=None)
def test_any_document_survives_its_file(document):
    assert read_text(write_text(document), "x.md").document == document


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused_with_a_line(data):
    reading = read_bytes(data, "x.md")

    assert reading.refused
    assert all(fault.line >= 1 and fault.message for fault in reading.faults)


HEAD = "---\ncode: REG-07\nlanguage: en\ntitle: T\ntask: register\n---\n"
STEP = "## Steps\n### One {#one}\nText.\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("no head", 1, "The file does not begin with a head between two lines of ---."),
        (HEAD, 1, "The file has no step: “### Title {#key}” below “## Steps”."),
        (HEAD + STEP.replace(" {#one}", ""), 1,
         "The file has no step: “### Title {#key}” below “## Steps”."),
        (HEAD.replace("code: REG-07\n", "") + STEP, 1, "The head lacks “code”."),
        (HEAD.replace("REG-07", "reg7") + STEP, 2,
         "A code is two to four capital letters, a dash and two digits, such as REG-01."),
        (HEAD.replace("task: register", "task: fish") + STEP, 5,
         "“fish” is no task; known are tell, register, contributions, claims, records."),
        (HEAD + STEP + "<script>x()</script>\n", 10,
         "This line holds a script or other active HTML."),
        (HEAD + STEP + "[a](javascript:x)\n", 10, "This line holds a script or other active HTML."),
        (HEAD + STEP + "### Two {#one}\nText.\n", 10, "The key {#one} stands twice."),
        (HEAD + STEP + "> [!danger]\n> x\n", 10,
         "“[!danger]” is not known; known are warning, example, documents, calculator, audio, download."),  # noqa: E501
        (HEAD + "## Stepps\n" + STEP, 7,
         "“Stepps” is no section; known are Conditions, Benefits, Bring, Steps, Objections, Checklist, Form."),  # noqa: E501
    ],
)  # fmt: skip
def test_faulty_file_is_refused_by_line(text, line, message):
    reading = read_text(text, "x.md")

    assert (line, message) in [(f.line, f.message) for f in reading.faults if f.serious]


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("task:", "colour: red\ntask:"), 5, "“colour” is not known in the head; it was left out."),
        (("Text.", "Text.\n### Two"), 10, "This step has no key; it was given {#step-2}."),
        (("Text.", "Long. " * 120), 8, "This step has more than 600 characters."),
    ],
)
def test_doubtful_file_is_taken_with_a_warning(change, line, message):
    reading = read_text((HEAD + STEP).replace(*change), "x.md")

    assert not reading.refused
    assert [(f.line, f.message) for f in reading.faults] == [(line, message)]


def test_file_that_is_not_utf8_names_the_line():
    reading = read_bytes(HEAD.encode() + b"\xff\n", "x.md")

    assert [(f.line, f.message) for f in reading.faults] == [(7, "The file is not UTF-8.")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_file_in_utf16_is_told_its_encoding(encoding):
    data = ("\ufeff" if encoding.endswith("be") else "") + HEAD + STEP

    reading = read_bytes(data.encode(encoding), "x.md")

    assert [(f.line, f.message) for f in reading.faults] == [
        (1, "The file is UTF-16; save it as UTF-8.")
    ]


def test_file_with_windows_line_ends_says_the_same():
    text = HEAD + STEP

    assert read_bytes(text.replace("\n", "\r\n").encode(), "x").document == (
        read_text(text, "x").document
    )
