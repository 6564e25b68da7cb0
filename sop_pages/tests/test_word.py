"""Word files: headings become steps, what is lost is listed."""

import io
import zipfile

import pytest

from sop_pages.files.importing import import_files
from sop_pages.files.word import read_word
from sop_pages.markdown import plain_text, render_markdown
from sop_pages.models import SOPPage

pytestmark = pytest.mark.usefixtures("in_english")

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="Heading1">'
    '<w:name w:val="heading 1"/></w:style></w:styles>'
)
TABLE = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


def paragraph(text, heading=False):
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if heading else ""
    return f"<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>"


def word_file(*paragraphs, **parts) -> bytes:
    """A Word file of these paragraphs; `parts` are more entries of the archive, by their path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/styles.xml", STYLES)
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{"".join(paragraphs)}</w:body></w:document>',
        )
    return buffer.getvalue()


SHORT = word_file(
    paragraph("ຂຶ້ນທະບຽນ", heading=True),
    paragraph("ໃຊ້ເພື່ອຂຶ້ນທະບຽນ."),
    paragraph("ຖາມກ່ອນ", heading=True),
    paragraph("ຖາມຜູ້ກ່ຽວ."),
    TABLE,
    paragraph("Write it down", heading=True),
)


def test_headings_become_title_and_steps():
    reading = read_word(SHORT, "REG-11 ຂຶ້ນທະບຽນ.docx", "lo")

    document = reading.document
    assert (document.code, document.language, document.task) == ("REG-11", "lo", "register")
    assert (document.title, document.purpose) == ("ຂຶ້ນທະບຽນ", "ໃຊ້ເພື່ອຂຶ້ນທະບຽນ.")
    assert [(s.key, s.title) for s in document.steps] == [
        ("step-1", "ຖາມກ່ອນ"),
        ("write-it-down", "Write it down"),
    ]
    assert document.steps[0].parts[0].text == "ຖາມຜູ້ກ່ຽວ."
    assert reading.not_taken == ["Tables that were left out: 1."]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("REG-11.docx", b"no zip", "The file is no Word document (.docx)."),
        ("x.docx", SHORT, "Neither the file's name nor its title holds a code such as REG-01."),
        (
            "REG-11.docx",
            word_file(paragraph("Alone", heading=True)),
            "The file has no step: “### Title {#key}” below “## Steps”.",
        ),
    ],
)
def test_bad_word_file_is_refused(name, data, message):
    reading = read_word(data, name, "lo")

    assert [fault.message for fault in reading.faults if fault.serious] == [message]


NOTES = (
    f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">{paragraph("Aside")}</w:footnote>'
    "</w:footnotes>"
)
HEADER = f'<w:hdr xmlns:w="{WORD}">{paragraph("LSSO")}</w:hdr>'
FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    "<m:r><m:t>x</m:t></m:r></m:oMath>"
)
BOLD_AND_NOTE = (
    '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Bold </w:t></w:r>'
    '<w:r><w:t>and *stars* &lt;b&gt;</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
)


def test_word_file_says_all_that_was_left_out():
    steps = [paragraph("T", heading=True), paragraph("S", heading=True), BOLD_AND_NOTE, FORMULA]
    data = word_file(*steps, **{"word/footnotes.xml": NOTES, "word/header1.xml": HEADER})

    reading = read_word(data, "REG-11.docx", "lo")

    assert reading.not_taken == [
        "Headers and footers that were left out: 1.",
        "Footnotes that were left out: 1.",
        "Formulas and other parts that were left out: 1.",
    ]


def test_signs_of_a_word_file_stay_signs():
    heading = paragraph("2 * 3 &lt;b&gt; *now*", heading=True)
    notes = {"word/footnotes.xml": NOTES}
    data = word_file(paragraph("T", heading=True), heading, BOLD_AND_NOTE, **notes)

    [step] = read_word(data, "REG-11.docx", "lo").document.steps

    assert step.title == "2 * 3 <b> *now*"
    assert plain_text(step.parts[0].text) == "Bold and *stars* <b>"
    assert "<strong>Bold</strong> and" in render_markdown(step.parts[0].text)


CELLS = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
# An encrypted entry: bit 0 of the flags, in the local head and in the directory.
LOCKED = bytearray(SHORT)
LOCKED[6] |= 1
LOCKED[LOCKED.index(b"PK\x01\x02") + 8] |= 1


@pytest.mark.parametrize(
    "data",
    [
        word_file("<w:p>"),
        word_file("&unknown;"),
        word_file(CELLS[0] * 3000 + CELLS[1] * 3000),
        bytes(LOCKED),
    ],
    ids=["half", "entity", "deep", "locked"],
)
def test_broken_word_file_is_refused_in_words(data):
    reading = read_word(data, "REG-11.docx", "lo")

    assert [fault.message for fault in reading.faults] == ["The file is no Word document (.docx)."]


def test_word_file_is_imported_as_a_draft(handbook, tmp_path):
    path = tmp_path / "REG-11.docx"
    path.write_bytes(SHORT)

    [outcome] = import_files([path])

    assert (outcome.state, outcome.not_taken) == ("created", ["Tables that were left out: 1."])
    assert SOPPage.objects.get().title == "ຂຶ້ນທະບຽນ"
