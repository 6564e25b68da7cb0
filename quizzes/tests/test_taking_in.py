"""“Take in questions” and “Export” in the CMS: guessed, shown, done; each only for its trainers."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from quizzes.content import as_if_translated
from quizzes.exchange.banking import candidates
from quizzes.exchange.guessing import format_of, language_of
from quizzes.exchange.reading import read
from quizzes.exchange.sheet_writing import write_xlsx
from quizzes.faults import Refused
from quizzes.models import Pool, Question
from sop_site.officers.models import AuditEntry

from .conftest import CONTENTS, single_content

PATH = "/cms/quizzes/take-in/"
GIFT = "// [id:A-1]\nWho keeps the form?{=The head ~The clerk}\n\nIs it so?{T}"


@pytest.fixture(autouse=True)
def english(in_english):
    return in_english


@pytest.fixture
def m9(db):
    return Pool.objects.create(name="M9", all_trainers=True)


@pytest.fixture
def closed(make_person):
    """A pool of another trainer."""
    made = Pool.objects.create(name="closed")
    made.trainers.add(make_person("LS-OTHER", "trainer", district="0601"))
    return made


def words(reply) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", reply.content.decode())).split())


def of_pool():
    return sorted(Question.objects.filter(pool__name="M9").values_list("key", flat=True))


@pytest.fixture
def hand_in(as_, trainer, m9):
    """hand_in(text="…", language="lo"): what the page answers."""
    client = as_(trainer)

    def handed_in(**fields):
        data = {"pool": m9.pk, "language": "en", "format": ""} | fields
        return client.post(PATH, data)

    return handed_in


def hidden(reply) -> dict:
    """What the page's button sends."""
    html = reply.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    return {name: found[name] for name in ("shown", "seen")} | {"do": "take"}


BOOK = write_xlsx([])


class TestGuess:
    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (GIFT.encode(), "gift"),
            (b"::T::A\tB {=a ~b}\n", "gift"),
            (b"\xef\xbb\xbfWho?\nA) one\nB) two\nANSWER: A", "aiken"),
            (b"Who?\tThe head\tThe clerk\nWhen?\tNow\tLater\n", "table"),
            (b"key;type;question_lo;answer\n;truefalse;?;true", "table"),
            (b'"key","type","question"\n', "table"),
            (b'<?xml version="1.0"?>\n<quiz>', "moodlexml"),
            (b"\n<assessmentItem>", "qti"),
            (BOOK, "xlsx"),
            (b"PK\x03\x04items/one.xml", "qti"),
            (b"", "gift"),
            ("ໃຜ?".encode("utf-16"), "gift"),
        ],
        ids=str,
    )  # fmt: skip
    def test_format_is_told_by_its_signs(self, data, name):
        assert format_of(data) == name


class TestPasted:
    def drafts(self, text, language="en"):
        return candidates(read(text.encode(), "table", language), language)[0]

    def test_question_right_answer_then_wrong_ones(self):
        [first, second] = self.drafts("Who?\tThe head\tThe clerk\tNobody\nWhen?\tNow\tLater\t")

        assert [(o["text"]["en"], o["weight"]) for o in first.content["options"]] == [
            ("The head", "1"), ("The clerk", "0"), ("Nobody", "0"),
        ]  # fmt: skip
        assert len(second.content["options"]) == 2

    def test_headings_make_it_our_own_table(self):
        [found] = self.drafts(
            "key\ttype\tquestion_lo\tquestion\tanswer\nA-1\ttruefalse\tບໍ?\tIs it?\ttrue"
        )

        assert found.content["stem"] == {"lo": "ບໍ?", "en": "Is it?"}

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("Who?\tThe head\nWhen?\t\tLater", "C1: A wrong answer is missing."),
            ("\tThe head\tThe clerk", "A1: The question has no text."),
            ("type,question,answer\ntruefalse,?", "C2: The answer is missing."),
            ("", "The file is empty."),
            ("\n;;\n", "The file holds no question."),
        ],
    )
    def test_missing_cell_is_named(self, text, message):
        with pytest.raises(Refused) as refused:
            read(text.encode(), "table")

        assert refused.value.faults[0].message == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("ໃຜ?\tກ\tຂ".encode("utf-16"), "The file is UTF-16; save it as UTF-8."),
        ("ໃຜລົງທະບຽນ? {=ກ ~ຂ}\n".encode("utf-16-le"), "The file is UTF-16; save it as UTF-8."),
        ("ใคร {=ก ~ข}".encode("cp874"), "The file is Windows-874 (Thai); save it as UTF-8."),
    ],
)
@pytest.mark.parametrize("name", ["gift", "aiken", "table"])
def test_other_encodings_are_named(name, data, message):
    with pytest.raises(Refused) as refused:
        read(data, name)

    assert refused.value.faults[0].message == message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who? {=A ~B}", "en"),
        ("ໃຜ? {=A ~B}", "lo"),
        (
            "<quiz><question><name><text>&#3713;</text></name></question></quiz>",
            "lo",
        ),
        ("", "en"),
    ],
)
def test_language_is_known_by_its_letters(text, language):
    assert language_of(text.encode()) == language


class TestShown:
    def test_language_is_guessed_where_none_is_chosen(self, hand_in):
        said = words(hand_in(text="ໃຜຮັບແບບຟອມ? {=ຫົວໜ້າ ~ຄົນອື່ນ}", language=""))

        assert "in Lao, for the pool M9." in said

    def test_nothing_is_written_before_it_was_shown(self, hand_in):
        reply = hand_in(text=GIFT)

        said = words(reply)
        assert reply.status_code == 200
        assert "Read as GIFT (guessed), in English, for the pool M9." in said
        assert "2 questions are new" in said
        assert "Who keeps the form?" in said
        assert of_pool() == []

    def test_what_was_shown_is_done_and_logged(self, hand_in, trainer):
        reply = hand_in(**hidden(hand_in(text=GIFT)))

        assert reply.url == "/cms/quizzes/questions/"
        assert len(of_pool()) == 2
        assert Question.objects.get(key="A-1").versions.get().created_by == trainer
        entry = AuditEntry.objects.get(deed="questions.taken_in")
        assert entry.facts["made"] == 2

    def test_spreadsheet_in_both_languages(self, hand_in):
        book = Workbook()
        book.active.append(["key", "type", "question_lo", "question_en", "answer"])
        book.active.append(["B-1", "truefalse", "ແມ່ນບໍ?", "Is it?", "true"])
        packed = io.BytesIO()
        book.save(packed)
        shown = hand_in(file=SimpleUploadedFile("q.xlsx", packed.getvalue()))

        hand_in(**hidden(shown))

        assert "Read as a spreadsheet (.xlsx) (guessed)" in words(shown)
        assert Question.objects.get(key="B-1").title_lo == "ແມ່ນບໍ?"

    def test_read_otherwise_is_shown_again(self, hand_in):
        sent = hidden(hand_in(text="Who?\tA\tB"))

        reply = hand_in(shown=sent["shown"], format="gift", language="lo")

        assert "Read as GIFT, in Lao" in words(reply)
        assert "essay" not in words(reply)

    def test_left_out_and_alike_are_named(self, hand_in, make_question):
        make_question("OLD-1", content=single_content("q") | {"stem": {"en": "Same?", "lo": "ຄື?"}})
        Question.objects.filter(key="OLD-1").update(title_en="Same?", title_lo="ຄື?")

        said = words(hand_in(text="Same?{T}\n\nTell me.{}"))

        assert "Begins like OLD-1: perhaps it is there already." in said
        assert "Open answers, which someone must mark by hand, are not asked here." in said

    def test_same_again_adds_nothing(self, hand_in):
        hand_in(**hidden(hand_in(text=GIFT)))

        reply = hand_in(text=GIFT)

        assert "2 questions are in the bank already, word for word" in words(reply)
        assert "There is nothing to take in." in words(reply)

    def test_queries_don_t_grow_with_the_questions(self, hand_in, django_assert_max_num_queries):
        many = "\n\n".join(f"// [id:A-{n}]\nWho {n}?{{=The head ~The clerk}}" for n in range(40))
        hand_in(text=GIFT)

        with django_assert_max_num_queries(22):
            hand_in(text=many)


class TestRefused:
    def test_one_fault_and_nothing_comes(self, hand_in):
        reply = hand_in(text=GIFT + "\n\nTwo?{=a ~b")

        assert reply.status_code == 422
        assert "6 The closing } of the answers is missing." in words(reply)
        assert "Two?{=a ~b" in unescape(reply.content.decode())
        assert of_pool() == []

    @pytest.mark.parametrize("fields", [{}, {"text": " \n"}])
    def test_nothing_handed_in(self, hand_in, fields):
        reply = hand_in(**fields)

        assert reply.status_code == 422
        assert "Choose a file first, or paste the questions." in words(reply)

    def test_file_and_text_at_once(self, hand_in):
        reply = hand_in(text=GIFT, file=SimpleUploadedFile("q.gift", b"One?{T}"))

        assert "Choose a file or paste a text, not both." in words(reply)

    def test_page_that_isn_t_ours_or_is_too_old(self, hand_in):
        reply = hand_in(shown="forged", seen="", do="take")

        assert reply.status_code == 422
        assert "hand the file in again" in words(reply)

    def test_bank_that_changed_meanwhile_is_shown_again(self, hand_in, make_question):
        sent = hidden(hand_in(text=GIFT))
        make_question("A-1")

        reply = hand_in(**sent)

        assert reply.status_code == 409
        assert "The bank changed meanwhile" in words(reply)
        assert of_pool() == []

    def test_too_big_a_file_is_refused_in_words(self, hand_in):
        reply = hand_in(file=SimpleUploadedFile("q.gift", b"a" * (5 * 2**20 + 1)))

        assert reply.status_code == 422
        assert "The file is larger than 5 MB: divide it." in words(reply)

    def test_question_in_another_trainers_pool_is_left_alone(self, hand_in, closed, make_question):
        question = make_question("A-1")
        Question.objects.filter(pk=question.pk).update(pool=closed)
        before = question.versions.get().content

        shown = hand_in(text="// [id:A-1]\nWho?{=a ~b ~c ~d}\n\nIs it so?{T}")
        hand_in(**hidden(shown))

        assert "There is a question A-1 in a pool whose trainer you aren't." in words(shown)
        assert question.versions.get().content == before
        assert len(of_pool()) == 1

    def test_another_trainers_pool_can_t_be_chosen(self, hand_in, closed):
        assert hand_in(text=GIFT, pool=closed.pk).status_code == 422

    def test_ready_question_with_a_gap_becomes_a_draft(self, hand_in, make_question):
        make_question("A-1", content=single_content("q", keys="abc", right="a"))

        hand_in(**hidden(hand_in(text="// [id:A-1]\nWho?{=The head ~The clerk ~Nobody}")))
        before = Question.objects.get(key="A-1").state
        hand_in(**hidden(hand_in(text="// [id:A-1]\nWho?{=The head =The clerk ~Nobody}")))

        assert (before, Question.objects.get(key="A-1").state) == ("ready", "draft")


class TestExport:
    PATH = "/cms/quizzes/export/"

    @pytest.fixture
    def bank(self, make_question, closed):
        for name in CONTENTS:
            make_question(f"X-{name}", type=name)
        question = make_question("SECRET-1")
        Question.objects.filter(pk=question.pk).update(pool=closed)

    def test_what_the_file_loses_is_said_before(self, bank, as_, trainer):
        reply = as_(trainer).get(self.PATH, {"format": "gift", "pool": "", "language": "en"})

        said = words(reply)
        assert "X-ordering the question This type of question is not written" in said
        assert "X-numeric a part The unit is left out." in said
        assert "SECRET-1" not in said

    def test_file_is_answered_and_logged(self, bank, as_, trainer):
        pool = Pool.objects.get(name="M2")
        asked = {"format": "xlsx", "pool": pool.pk, "language": "lo"}

        reply = as_(trainer).post(self.PATH, asked)

        assert reply["Content-Disposition"].startswith('attachment; filename="questions-2')
        keys = [one.key for one in read(reply.content, "xlsx").candidates]
        assert {f"X-{name}" for name in CONTENTS} <= set(keys)
        assert "SECRET-1" not in keys
        assert AuditEntry.objects.get(deed="questions.exported").facts["rows"] == len(keys)

    def test_other_pool_or_format_gives_no_file(self, bank, closed, as_, trainer):
        client = as_(trainer)
        asked = {"format": "gift", "pool": closed.pk, "language": "lo"}

        replies = [client.post(self.PATH, asked), client.post(self.PATH, asked | {"format": "no"})]

        assert [reply.status_code for reply in replies] == [422, 422]

    def test_empty_table_is_given(self, as_, trainer):
        reply = as_(trainer).get(PATH + "table/")

        assert reply.content == BOOK


def test_question_list_leads_there(m9, as_, trainer, reviewer):
    own, others = (
        as_(person).get("/cms/quizzes/questions/").content.decode()
        for person in (trainer, reviewer)
    )

    assert f'href="{PATH}"' in own
    assert 'href="/cms/quizzes/export/"' in own
    assert PATH not in others


def test_missing_language_is_told_once_with_its_number(hand_in):
    shown = words(hand_in(text=GIFT + "\n\nWho pays?{=The head}"))

    assert shown.count("one language") == 1
    assert "3 questions are in one language only: they can be asked once the other" in shown
    assert "no text in one of the languages" not in shown


def test_gap_in_a_question_of_both_languages_stays_with_it(hand_in):
    heads = "key\ttype\tquestion_lo\tquestion\tanswer\toption_1\toption_2"
    table = f"{heads}\nA-1\tsingle\tບໍ?\tIs it?\t1\tYes\tNo"
    shown = words(hand_in(text=table))

    assert "one language only" not in shown
    assert "Before it can be asked: An option has no text in one of the languages." in shown


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"stem": {"en": "Who?"}}, {"stem": {"lo": "Who?", "en": "Who?"}}),
        ({"stem": {"lo": "", "en": ""}}, {"stem": {"lo": "", "en": ""}}),
        ({"accepted": {"lo": [], "en": ["a"]}}, {"accepted": {"lo": ["a"], "en": ["a"]}}),
        ({"options": [{"key": "k", "text": {"lo": "ກ"}, "feedback": {}}]},
         {"options": [{"key": "k", "text": {"lo": "ກ", "en": "ກ"}, "feedback": {}}]}),
    ],
)  # fmt: skip
def test_as_if_translated(content, expected):
    assert as_if_translated(content) == expected
