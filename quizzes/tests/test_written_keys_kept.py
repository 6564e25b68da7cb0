"""The keys of questions that are not chosen from options: in no page, bundle or phone's store.

Ordering: the order. Matching: which right side goes with which left. Numbers and words: what is
accepted, and what is known as wrong. Computed: the formula and its answer.
"""

import html
import re

import pytest

from quizzes.models import Quiz, QuizSlot
from quizzes.saved import own_pages
from quizzes.starting import start

from .conftest import CONTENTS
from .test_keys_kept import all_replies

TYPES = ["ordering", "matching", "computed", "numeric", "short"]
# The words of conftest.py's contents that tell a key; the noise is a practice and may tell its own.
TOLD = re.compile(
    r"SECRET-\w+-(?!noise)|\* 9|right_key|distractor|known_wrong|formula"
    r"|medical certificate|ໃບຢັ້ງຢືນແພດ"
    r"|405000|405,000|405\.000|4500000|4,500,000|4\.500\.000|ໃບຮັບເງິນ"
)
ORDER = re.compile(r"c\W{1,9}a\W{1,9}d\W{1,9}b\b")


@pytest.fixture
def attempt(make_quiz, officer):
    """An open assessed attempt of all these types; steps were not drawn in their right order."""
    quiz = make_quiz("written", TYPES, kind="assessed")
    found = start(quiz, officer=officer, language="lo")
    steps = found.responses.get(question__type="ordering")
    steps.option_order = ["b", "d", "a", "c"]
    steps.save()
    return found


def texts_of(attempt) -> set[str]:
    """The right answer of the computed question, as it might be written."""
    income = int(attempt.responses.get(question__type="computed").numbers["income"])
    answer, wrong = income * 9 // 100, income * 9 // 1000
    return {
        form for n in (answer, wrong) for form in (f"{n}", f"{n:,}", f"{n:,}".replace(",", "."))
    }


def leaks(text: str, attempt) -> list[str]:
    text = html.unescape(text).replace("<wbr>", "")
    found = [*TOLD.findall(text), *ORDER.findall(text)]
    return found + [form for form in texts_of(attempt) if re.search(rf"\b{form}\b", text)]


def main_of(reply) -> str:
    text = reply.content.decode()
    return text.partition('id="main"')[2].partition("<footer")[0] or text


def test_contents_hold_what_the_patterns_look_for():
    for question_type in TYPES:
        assert TOLD.search(repr(CONTENTS[question_type]()))
    assert ORDER.search(repr(CONTENTS["ordering"]()))


def test_pages_and_replies_tell_no_written_key(attempt, officer, as_):
    client = as_(officer)

    for reply in all_replies(client, attempt, "written"):
        assert leaks(main_of(reply) + str(dict(reply.headers)), attempt) == []


@pytest.mark.parametrize("locale", ["lo", "en"])
def test_saved_copy_tells_no_written_key(attempt, officer, rf, locale):
    request = rf.get("/", headers={"host": "127.0.0.1:8000"})
    request.user, request.session = officer, {}

    pages = list(own_pages(locale, request))

    assert any(str(attempt.uuid) in page.u for page in pages)
    for page in pages:
        assert leaks(page.m, attempt) == []


@pytest.mark.parametrize("locale", ["lo", "en"])
def test_bundle_and_manifest_tell_no_written_key(attempt, officer, as_, locale):
    client = as_(officer)
    manifest = client.get(f"/offline/{locale}/manifest.json")
    hashes = [one["h"] for one in manifest.json()["docs"]]

    bundle = client.get(f"/offline/{locale}/bundle-{manifest.json()['version']}.json")
    docs = client.get(f"/offline/{locale}/docs?h={','.join(hashes)}")

    assert f"/{locale}/quizzes/written/{attempt.uuid}/" in docs.content.decode()
    for reply in (manifest, bundle, docs):
        assert leaks(reply.content.decode(), attempt) == []


def test_practice_on_the_same_questions_keeps_back_their_keys(attempt, officer, as_):
    practice = Quiz.objects.create(slug="p", title_lo="ຝຶກ", title_en="Practise", state="ready")
    for slot in attempt.quiz.slots.all():
        QuizSlot.objects.create(quiz=practice, question=slot.question, position=slot.position)

    page = as_(officer).get("/en/quizzes/p/practise/")

    assert leaks(main_of(page), attempt) == []
    assert "data-marking" not in page.content.decode()


def test_right_sides_stand_in_an_order_of_their_own(attempt, officer, as_):
    """Whoever pairs the first left with the first right side, and so on, gets nothing by it."""
    response = attempt.responses.select_related("version").get(question__type="matching")
    content = response.version.content
    page = as_(officer).get(f"/en/quizzes/written/{attempt.uuid}/question/{response.position}/")
    text = page.content.decode()

    rights = [found for found in re.findall(r"right-[\w-]+-([a-d])\b", text)]
    assert list(dict.fromkeys(rights)) == sorted({p["right_key"] for p in content["pairs"]} | {"b"})
