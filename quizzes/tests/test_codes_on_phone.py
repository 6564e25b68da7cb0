"""The phone's own codes: of a hand-in as the server makes it, and as QR as segno draws it."""

import pytest
import segno

from quizzes.hand_in_codes import code_of
from quizzes.models import Attempt
from quizzes.starting import start

from .test_items import hand_in, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = """
async ([attempt, sequence, questions, answers]) => {
  const { codeOf } = await import("/static/js/quizzes/codes.js");
  return codeOf(attempt, sequence, questions, new Map(answers));
}
"""
QR = """
async (cases) => {
  const { qr } = await import("/static/js/quizzes/qr.js");
  return cases.map(([text, mask]) => qr(text, mask).map((row) => row.map(Number).join("")));
}
"""
# As long as each version can hold: segno puts a byte too many before the padding of shorter ones.
LENGTHS = {1: 17, 2: 32, 3: 53, 4: 78, 5: 106}
ROOM = {1: 19, 2: 34, 3: 55, 4: 80, 5: 108}  # bytes of data
PADDED = ["K7M-2PAQX", "https://khumue.lsso.gov.la/lo/quizzes/receipt/K7M-2PAQX/", "ຄູ່ມື"]


@pytest.fixture
def bare_page(open_page, page_faults):
    page_faults.expect("404")  # no icon of its own
    return open_page("/static/icons/mark.svg")


def drawn_by_segno(version: int, mask: int) -> list[str]:
    text = "x" * LENGTHS[version]
    code = segno.make_qr(text, error="l", version=version, mask=mask, mode="byte")
    return ["".join(str(cell) for cell in row) for row in code.matrix]


def test_qr_is_drawn_as_segno_draws_it(bare_page):
    cases = [(version, mask) for version in LENGTHS for mask in range(8)]

    drawn = bare_page.evaluate(QR, [("x" * LENGTHS[version], mask) for version, mask in cases])

    for case, rows in zip(cases, drawn, strict=True):
        assert rows == drawn_by_segno(*case), case


def test_shorter_texts_are_padded_as_the_standard_says(bare_page):
    for text, rows in zip(PADDED, bare_page.evaluate(QR, [(t, 0) for t in PADDED]), strict=True):
        content = text.encode()
        read = data_of(rows)
        bits = f"0100{len(content):08b}" + "".join(f"{byte:08b}" for byte in content) + "0000"
        pads = "1110110000010001" * 60
        room = ROOM[(len(rows) - 17) // 4] * 8
        assert read[:room] == (bits + pads)[:room]


def data_of(rows: list[str]) -> str:
    """The data's bits of a code with mask 0, in the standard's order: two columns at a time."""
    side, found = len(rows), ""
    columns = [*range(side - 1, 6, -2), 5, 3, 1]
    for n, right in enumerate(columns):
        for y in range(side - 1, -1, -1) if n % 2 == 0 else range(side):
            for x in (right, right - 1):
                if not is_pattern(x, y, side):
                    found += str(int(rows[y][x]) ^ ((x + y) % 2 == 0))
    return found


def is_pattern(x: int, y: int, side: int) -> bool:
    corner = (x < 9 and y < 9) or (x < 9 and y >= side - 8) or (x >= side - 8 and y < 9)
    alignment = side > 21 and max(abs(x - side + 7), abs(y - side + 7)) <= 2
    return corner or alignment or 6 in (x, y)


def test_phone_makes_the_code_that_the_server_makes(make_quiz, officer, bare_page):
    quiz = make_quiz("m2", ["single", "multiple", "short", "single"], kind="assessed")
    attempt = start(quiz, officer=officer, language="lo")
    given = {"m2-01": "c", "m2-02": ["a", "b"], "m2-03": "ໃບຢັ້ງຢືນ, \t“ແພດ”"}
    for position in range(1, 5):
        key = attempt.responses.get(position=position).question.key
        if key in given:
            send(officer, attempt, given[key], position=position, sequence=position)
    hand_in(officer, attempt, sequence=1764036000123)
    attempt = Attempt.objects.get(pk=attempt.pk)
    order = list(attempt.responses.order_by("position").values_list("question__key", flat=True))

    code = bare_page.evaluate(
        CODE, [attempt.uuid.hex, attempt.hand_in_sequence, order, list(given.items())]
    )

    assert code == code_of(attempt)
    assert len(code) == 9
