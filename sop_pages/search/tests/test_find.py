"""What is found by what is typed, on whichever database the tests run."""

from pathlib import Path

import pytest

from sop_pages.models import ReferenceValue
from sop_pages.search.find import search
from sop_pages.search.nearest import nearest
from sop_pages.search.query import parse
from sop_pages.search.snippets import plain
from sop_site.lao.text import syllables

WORDS = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()


def found(typed, language="lo", limit=50):
    results = search(parse(typed), language, refused=[], limit=limit)
    return [(result.code, result.step) for result in results]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ສຳມະໂນຄົວ", ("REG-01", "obj-family-book")),
        ("ສໍາມະໂນຄົວ", ("REG-01", "obj-family-book")),
        ("ສຳມະໂນຄົວ ນາຍບ້ານ", ("REG-01", "fill-form")),
        ("ບໍານານ", ("CLM-03", None)),
        ("ນໍ້າ", ("COM-01", "water")),
        ("ນ້ໍາ", ("COM-01", "water")),
        ("ຫນູນ", ("CLM-03", None)),
        ("ສົມທົບ", ("CLM-03", "check")),
        ("ນອກລະບົບ", ("REG-01", None)),
        ("ຄົວເຮືອນ com", ("COM-01", None)),
        ("COM-01-A", ("COM-01", None)),
        ("com 01 ນາຍບ້ານ", ("COM-01", "agree-day")),
    ],
)
def test_word_in_a_sentence_leads_to_its_passage(handbook, typed, first):
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    "typed",
    [
        *("SSO-REG-01", "sso reg 01", "REG-01", "reg 01", "REG01", "reg-01", "Reg_01"),
        *("ssoreg01", "reg1", "REG-໐໑", "ＲＥＧ－０１", "reg"),
    ],
)
def test_code_in_any_form_finds_its_sop_first(handbook, typed):
    assert found(typed)[0] == ("REG-01", None)
    assert found(typed, "en")[0] == ("REG-01", None)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ສຳມະ", "REG-01"),
        ("ສຳມະໂ", "REG-01"),
        ("ສຳມະໂນຄ", "REG-01"),
        ("ຢ້ຽມຢ", "COM-01"),
        ("ແຄມນ້", "COM-01"),
        ("ບຳນາ", "CLM-03"),
        ("reg-0", "REG-01"),
        ("CLM", "CLM-03"),
    ],
)
def test_half_typed_word_is_found(handbook, typed, code):
    assert code in [found_code for found_code, _step in found(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("register a member", ("REG-01", None)),
        ("family boo", ("REG-01", "fill-form")),
        ("contribution", ("CON-01", None)),
        ("how do I fill in the form", ("REG-01", "fill-form")),
        ("policy", ("CON-01", "arrears")),
        ("HOUSEHOLD", ("COM-01", None)),
    ],
)
def test_english_is_found_without_its_endings(handbook, typed, first):
    assert found(typed, "en")[0] == first


def test_language_that_is_shown_is_the_one_searched(handbook):
    assert found("ສຳມະໂນຄົວ", "en") == []
    assert found("outreach", "lo") == []


def test_title_ranks_above_body(handbook, put_sop):
    put_sop("DAT-01", "lo", "ການຮັກສາສຳມະໂນຄົວ")

    assert found("ສຳມະໂນຄົວ")[0] == ("DAT-01", None)


def test_words_apart_are_found_when_nothing_has_them_together(handbook):
    assert found("ບັດນາຍບ້ານແບບຟອມ") == [("REG-01", "fill-form")]


@pytest.mark.parametrize("typed", ["", " ", "\x00", "ຟຟຟ", "xyzzy", '"', "(", "*", "' OR 1=1", "%"])
def test_what_is_nowhere_finds_nothing(handbook, typed):
    assert found(typed) == []


def test_limit_keeps_the_best(handbook):
    everything = found("ການ")

    assert len(everything) == 3
    assert found("ການ", limit=2) == everything[:2]


def test_every_glossary_word_is_found_in_mid_sentence(put_sop):
    ahead = ["ໃຫ້ນາຍບ້ານຂຽນ", "ຖ້າເພິ່ນມີ", "ກ່ຽວກັບ", "ທ່ານຕ້ອງເອົາ", "ຂໍ", "ສະມາຊິກຮັບ"]
    behind = ["ກ່ອນລົງທະບຽນ", "ອອກມາເບິ່ງ", "ວັນນີ້", "ແລ້ວສົ່ງໃຫ້ສາຂາ", "ຢູ່ບ້ານ", "ໝົດແລ້ວ"]
    homes = [f"{'ABC'[at // 90]}BC-{at % 90:02d}" for at in range(len(WORDS))]
    for at, (word, code) in enumerate(zip(WORDS, homes, strict=True)):
        sentence = ahead[at % 6] + word + behind[at // 6 % 6]
        put_sop(code, "lo", "ບົດ", ("k", "step", "", sentence))
    missed = [
        word
        for word, code in zip(WORDS, homes, strict=True)
        if code not in dict(found(word, limit=100))
    ]

    assert len(missed) <= 0.02 * len(WORDS), missed


def test_snippet_is_cut_around_the_match(put_sop):
    long = "ຂໍ້ຄວາມຍາວຫຼາຍ " * 40
    put_sop("REG-02", "lo", "ບົດ", ("k", "step", "ຫົວຂໍ້", f"{long}ໃບຢັ້ງຢືນ{long}"))

    (result,) = search(parse("ໃບຢັ້ງຢືນ"), "lo", refused=[])

    assert [part.text for part in result.snippet if part.found] == ["ໃບຢັ້ງຢືນ"]
    assert plain(result.snippet).startswith("…")
    assert plain(result.snippet).endswith("…")
    assert len(plain(result.snippet)) <= 160


@pytest.mark.parametrize(
    ("typed", "language", "code"),
    [
        ("ສຳມະໂນຄວຽນ", "lo", "REG-01"),
        ("registraiton", "en", "REG-01"),
        ("REG-09", "lo", "REG-01"),
        ("houshold visit", "en", "COM-01"),
    ],
)
def test_nearest_is_offered_for_a_misspelling(handbook, typed, language, code):
    suggestions = nearest(parse(typed), language, refused=[])

    assert code in [suggestion.code for suggestion in suggestions]


def test_nearest_offers_nothing_for_nonsense(handbook):
    assert nearest(parse("qqqq"), "en", refused=[]) == []


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_does_not_grow_with_results(put_sop, django_assert_num_queries, count):
    for number in range(count):
        put_sop(f"ABC-{number:02d}", "lo", f"ບັດປະຈຳຕົວ {number}", ("k", "step", "ບັດ", "ບັດ"))

    with django_assert_num_queries(3):
        assert len(found("ບັດ")) == count


def test_whole_words_that_fill_the_answer_are_enough(put_sop, django_assert_num_queries):
    for number in range(3):
        put_sop(f"ABC-{number:02d}", "lo", f"ບັດປະຈຳຕົວ {number}")
    put_sop("DEF-01", "lo", "ຂະບັດ")

    with django_assert_num_queries(2):
        assert len(found("ບັດ", limit=3)) == 3


def test_full_answer_holds_whole_words_alone(put_sop):
    put_sop("ABC-01", "lo", "ບົດ", text="ນາ")
    put_sop("DEF-01", "lo", "ນານ")

    assert found("ນາ", limit=2) == [("DEF-01", None), ("ABC-01", None)]
    assert found("ນາ", limit=1) == [("ABC-01", None)]


def test_best_passage_is_the_earlier_of_equals(put_sop):
    steps = [(f"k{n}", "step", "", text) for n, text in enumerate(("ບໍ່", "ມີບັດ", "ມີບັດ"))]
    put_sop("REG-02", "lo", "ບົດ", *steps)

    assert found("ບັດ") == [("REG-02", "k1")]


def test_passage_with_more_of_the_words_is_better_than_a_title(put_sop):
    put_sop("REG-02", "lo", "ບົດ", ("a", "step", "ບັດ", ""), ("b", "step", "", "ບັດ ສາຂາ"))

    assert found("ບັດ ສາຂາ") == [("REG-02", "b")]


def test_page_that_was_taken_back_is_not_found(put_sop):
    page = put_sop("REG-02", "lo", "ບັດ")
    page.live = False
    page.save()

    assert found("ບັດ") == []


def test_own_code_leads_to_the_sop_not_to_a_line_that_names_it(put_sop):
    put_sop("DAT-01", "lo", "ບົດ", ("bring-form", "bring", "ແບບຟອມ DAT-01-A", ""))

    assert found("dat 01") == [("DAT-01", None)]


def test_reference_value_is_filled_in(put_sop):
    ReferenceValue.objects.create(key="vol_rate", value=9, unit="percent")
    put_sop("CON-02", "lo", "ບົດ", ("k", "step", "ອັດຕາ", "ອັດຕາແມ່ນ {vol_rate} ສ່ວນຮ້ອຍ {nobody_knows}"))

    (result,) = search(parse("ອັດຕາ"), "lo", refused=[])

    assert plain(result.snippet) == "ອັດຕາແມ່ນ 9 ສ່ວນຮ້ອຍ [LSSO: nobody_knows]"


def test_snippet_begins_with_a_whole_syllable(put_sop):
    words = "ຂັ້ນຕອນການປະຕິບັດງານນີ້ຊ່ວຍໃຫ້ສະມາຊິກຖອກ"
    put_sop("REG-02", "lo", "ບົດ", ("k", "step", "", f"{words}{words}ໃບຢັ້ງຢືນ"))

    (result,) = search(parse("ໃບຢັ້ງຢືນ"), "lo", refused=[])

    shown = plain(result.snippet).removeprefix("…").removesuffix("ໃບຢັ້ງຢືນ")
    cut = syllables(shown)
    assert cut == syllables(words)[-len(cut) :]
