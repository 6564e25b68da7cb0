"""Questions to files: what is written is read again as the same bank, and what isn't is said."""

from contextlib import suppress

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quizzes.exchange.banking import candidates, store
from quizzes.exchange.from_bank import NotInFiles
from quizzes.exchange.merging import merged
from quizzes.exchange.packages import members
from quizzes.exchange.reading import read
from quizzes.exchange.writing import FORMATS, export
from quizzes.faults import Refused
from quizzes.models import Pool, Question
from quizzes.writing import write

from .conftest import CONTENTS, single_content


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def true_content(words_lo=("ຖືກຕ້ອງ", "ບໍ່ຖືກຕ້ອງ"), words_en=("True", "False")):
    content = single_content("t", right="b", keys="ab")
    for option, lao, en in zip(content["options"], words_lo, words_en, strict=True):
        option["text"] = {"lo": lao, "en": en}
    return content


@pytest.fixture
def bank(make_question):
    """A question of each type that is asked, in pool M2."""
    for name in CONTENTS:
        make_question(f"X-{name}", type=name).tags.add("claims", "ລົງທະບຽນ")
    make_question("X-truefalse", type="truefalse", content=true_content())
    return Question.objects.filter(key__startswith="X-")


def contents():
    return {
        question.key: question.versions.order_by("-number").first().content
        for question in Question.objects.filter(key__startswith="X-")
    }


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("language", ["lo", "en"])
class TestThereAndBack:
    def test_file_read_into_its_own_bank_changes_nothing(self, bank, name, language):
        before = contents()

        written = export(bank, name, language)
        stored = store(read(written.data, name), Pool.objects.get(name="M2"), language)

        assert stored.same == written.keys
        assert stored.made == stored.reworded == stored.skipped == []
        assert contents() == before

    def test_same_bank_gives_the_same_bytes(self, bank, name, language):
        assert export(bank, name, language).data == export(bank.all(), name, language).data

    def test_bank_is_made_again_from_its_file(self, bank, name, language):
        written = export(bank, name, language)

        found, skipped = candidates(read(written.data, name), language)

        assert skipped == []
        assert [one.key for one in found] == written.keys
        tags = [] if name == "qti" else ["claims", "ລົງທະບຽນ"]
        assert all(one.tags == tags for one in found if one.key != "X-truefalse")


WORDS = st.text(
    st.sampled_from("ab ~=#{}:\\n%[]*_<&;->.1/ກ່\n\t’") | st.characters(codec="utf-8"), max_size=30
)


@st.composite
def choices(draw):
    """A single or multiple choice whose texts are any at all, in English."""
    texts = draw(st.lists(WORDS, min_size=3, max_size=5))
    weights = draw(st.sampled_from([["1", "0", "0"], ["0.25", "1", "-0.5"], ["0.5", "0.5", "-1"]]))
    options = [
        {"text": {"en": text}, "weight": weight, "feedback": {"en": draw(WORDS)}}
        for text, weight in zip(texts, weights, strict=False)
    ]
    content = {"stem": {"en": draw(WORDS)}, "explanation": {"en": draw(WORDS)}, "options": options}
    return content | ({"right_count": 2} if weights[0] == "0.5" else {})


def bare(both: dict) -> str:
    return both.get("en", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def said(content: dict) -> list:
    """All texts and weights of a choice."""
    rows = [(bare(o["text"]), float(o["weight"]), bare(o["feedback"])) for o in content["options"]]
    return [bare(content["stem"]), bare(content["explanation"]), rows]


@given(choices())
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_any_texts_come_back_or_are_refused_by_name(name, content):
    kind = "multiple" if "right_count" in content else "single"
    try:
        taken = FORMATS[name].take(Question(key="X-1", type=kind), content, "en", [])
    except NotInFiles:
        return

    data = FORMATS[name].all([taken.draft])

    [found], skipped = candidates(read(data, name), "en")
    assert (found.key, found.type, skipped) == ("X-1", kind, [])
    if not taken.lost:
        assert said(found.content) == said(content)


def en(text: str) -> dict:
    return {"en": text.replace("\r\n", "\n").replace("\r", "\n").strip()}


@st.composite
def others(draw):
    """(type, content) of a question that is no choice, of any texts at all, in English."""
    kind = draw(st.sampled_from(["numeric", "short", "matching", "ordering"]))
    several = st.lists(WORDS.filter(str.strip), min_size=3, max_size=4, unique_by=str.strip)
    texts = [en(text) for text in draw(several)]
    content = {"stem": en(draw(WORDS)), "explanation": en(draw(WORDS)), "reference_keys": []}
    if kind == "numeric":
        value = str(draw(st.decimals(-999, 999, places=2)))
        wrong = [{"value": "1000", "feedback": en(draw(WORDS))}]
        content |= {"answer": value, "tolerance": "0.5", "unit": {}, "known_wrong": wrong}
    elif kind == "short":
        wrong = [{"text": texts[0], "feedback": en(draw(WORDS))}]
        accepted = {"en": [both["en"] for both in texts[1:]]}
        content |= {"accepted": accepted, "known_wrong": wrong}
    elif kind == "matching":
        pairs = [
            {"key": key, "left": both, "right_key": key, "right": right, "feedback": {}}
            for key, both, right in zip("ab", texts, texts[::-1], strict=False)
        ]
        content |= {"pairs": pairs, "distractors": []}
    else:
        items = [
            {"key": key, "text": both, "feedback": en(draw(WORDS))}
            for key, both in zip("abcd", texts, strict=False)
        ]
        order = draw(st.permutations([item["key"] for item in items]))
        content |= {"items": items, "order": list(order)}
    return kind, content


@given(others())
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_other_types_come_back_or_say_what_they_lose(name, found):
    kind, content = found
    try:
        taken = FORMATS[name].take(Question(key="X-1", type=kind), content, "en", [])
    except NotInFiles:
        return

    [again], skipped = candidates(read(FORMATS[name].all([taken.draft]), name), "en")

    assert (again.key, again.type, skipped) == ("X-1", kind, [])
    if not taken.lost:
        assert merged(content, again.content, kind) == content


def whole(name: str) -> bytes:
    """A file of each type that the format holds."""
    held = []
    for kind, make in CONTENTS.items():
        with suppress(NotInFiles):
            question = Question(key=f"X-{kind}", type=kind)
            held.append(FORMATS[name].take(question, make("q"), "en", []).draft)
    return FORMATS[name].all(held)


@given(st.integers(0), st.integers(0, 40), st.binary(max_size=12) | WORDS.map(str.encode))
@pytest.mark.parametrize("file", [*sorted(FORMATS), "qti-item"])
def test_damaged_file_is_read_or_refused_with_its_places(file, place, cut, put):
    name, data = file.partition("-")[0], bytearray(FILES[file])
    place %= len(data)
    data[place : place + cut] = put
    try:
        candidates(read(bytes(data), name), "en")
    except Refused as refused:
        said = [(fault.line, fault.message) for fault in refused.faults]
    else:
        said = []

    assert all(message and (line is None or line > 0) for line, message in said)


FILES = {name: whole(name) for name in FORMATS}
FILES["qti-item"] = members(FILES["qti"], "-X-matching.xml")[0][1]


class TestWhatIsNotHeld:
    def losses(self, question, name="gift", language="en"):
        written = export(Question.objects.filter(pk=question.pk), name, language)
        return {(loss.reason, loss.whole) for loss in written.losses}

    @pytest.mark.parametrize("name", ["gift", "moodlexml"])
    def test_hint_unit_and_feedback_to_pairs_are_said(self, make_question, name):
        assert self.losses(make_question("X-1"), name) == {("The hint is left out.", False)}
        numeric = make_question("X-2", type="numeric")
        assert self.losses(numeric, name) == {("The unit is left out.", False)}
        pairs = make_question("X-3", type="matching")
        assert self.losses(pairs, name) == {("Feedback to pairs is left out.", False)}

    def test_ordering_is_left_out_whole(self, make_question):
        [(reason, whole)] = self.losses(make_question("X-1", type="ordering"))

        assert ("type of question" in reason, whole) == (True, True)

    def test_question_without_this_language_is_left_out(self, make_question):
        content = single_content("q") | {"stem": {"lo": "ຄຳຖາມ", "en": ""}}

        assert self.losses(make_question("X-1", content=content)) == {
            ("The question has no text in this language.", True)
        }

    def test_arrow_in_a_pair_is_left_out_of_gift_only(self, make_question):
        content = CONTENTS["matching"]("p")
        content["pairs"][0]["left"]["en"] = "desk -> bank"
        question = make_question("X-1", type="matching", content=content)

        assert ("GIFT would take the -> in it for a pair.", True) in self.losses(question)
        assert not any(whole for _reason, whole in self.losses(question, "moodlexml"))

    def test_other_words_than_true_and_false_are_left_out(self, make_question):
        content = true_content(words_en=("Agreed", "Not agreed"))
        question = make_question("X-1", type="truefalse", content=content)

        [(_reason, whole)] = self.losses(question)

        assert whole


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_false_before_true_keeps_its_key(make_question, name):
    content = true_content(("ບໍ່ຖືກຕ້ອງ", "ຖືກຕ້ອງ"), ("False", "True"))  # True is right
    question = make_question("X-1", type="truefalse", content=content)
    file = export(Question.objects.filter(pk=question.pk), name, "en").data

    bundle = read(file, name)
    stored = store(bundle, question.pool, "en")

    assert [draft.right for draft in bundle.drafts] in ([True], [])  # a table has both options
    assert stored.same == ["X-1"]


def test_line_ends_of_a_browser_make_no_other_wording(make_question):
    content = single_content("q") | {"stem": {"lo": "ກ\r\n\r\nຂ", "en": "One\r\n\r\ntwo"}}
    question = make_question("X-1", content=content)
    file = export(Question.objects.filter(pk=question.pk), "gift", "en").data

    assert store(read(file, "gift"), question.pool, "en").same == ["X-1"]


def test_only_the_newest_wording_is_written(make_question):
    question = make_question("X-1")
    question.versions.update(asked_at="2026-01-01T00:00Z")
    write(question, single_content("q") | {"stem": {"lo": "ໃໝ່", "en": "Newer words"}})

    file = export(Question.objects.filter(pk=question.pk), "gift", "en").data.decode()

    assert "Newer words" in file
    assert "English stem" not in file


def test_export_asks_the_same_few_queries(bank, django_assert_num_queries):
    with django_assert_num_queries(3):
        export(bank, "gift", "en")


class TestCommand:
    def run(self, *options, capsysbinary):
        status = 0
        try:
            call_command("export_questions", *options)
        except SystemExit as ended:
            status = ended.code
        return status, capsysbinary.readouterr()

    def test_file_on_stdout_and_losses_on_stderr(self, bank, capsysbinary):
        status, said = self.run(
            "--format", "gift", "--pool", "M2", "--language", "en", capsysbinary=capsysbinary
        )

        assert status == 0
        assert said.out.startswith(b"// [id:")
        assert b"X-numeric: The unit is left out." in said.err
        assert b"X-ordering: left out: " in said.err

    def test_other_pools_stay_out_of_the_file(self, bank, make_question, tmp_path, capsysbinary):
        other = make_question("OTHER-1")
        other.pool = Pool.objects.create(name="M7")
        other.save()
        file = tmp_path / "bank.gift"

        self.run("--format", "gift", "--pool", "M7", "-o", str(file), capsysbinary=capsysbinary)

        assert [draft.identifier for draft in read(file.read_bytes(), "gift").drafts] == ["OTHER-1"]

    def test_nothing_to_write_is_refused(self, db, tmp_path, capsysbinary):
        Pool.objects.create(name="empty")
        file = tmp_path / "bank.gift"

        status, _said = self.run(
            *("--format", "gift", "--pool", "empty", "-o", str(file)), capsysbinary=capsysbinary
        )

        assert status == 1
        assert not file.exists()

    @pytest.mark.parametrize("options", [["--pool", "none"], ["-o", "/nowhere/at/all.gift"]])
    def test_unknown_pool_or_folder_is_wrong_usage(self, bank, options, capsysbinary):
        status, said = self.run("--format", "gift", *options, capsysbinary=capsysbinary)

        assert status == 2
        assert said.err
