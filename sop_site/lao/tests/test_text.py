"""Folding, cutting, encoding: the known cases, then what must hold for any text."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_site.lao.text import (
    RUN,
    clusters,
    collation_key,
    encode,
    fold,
    line_pieces,
    pieces_of,
    syllables,
    token,
    truncate,
    with_breaks,
)

SPELLINGS = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "spellings.csv").read_text(encoding="utf-8").splitlines()
    )
)
LAO = st.text(st.characters(min_codepoint=0x0E80, max_codepoint=0x0EFF))
MIXED = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0E80, max_codepoint=0x0EFF),
        st.characters(codec="utf-8"),
        st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad <>&\"'/abc"),
    )
)


@pytest.mark.parametrize("row", SPELLINGS, ids=lambda row: row["note"] or row["form1"])
def test_fold_gives_every_spelling_one_form(row):
    forms = [row[name] for name in ("form1", "form2", "form3") if row[name]]

    assert {fold(form) for form in forms} == {row["folded"]}


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ເເມ່ນ", "ແມ່ນ"),
        ("໑໒໓", "123"),
        ("REG-໐໑", "reg-01"),
        ("ກ່ີ", "ກີ່"),
        ("ກ\u200bກ\u00adກ\ufeff", "ກກກ"),
        ("Café", "café"),
        ("", ""),
    ],
)
def test_fold_unifies_what_looks_alike(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("run", "cut"),
    [
        ("ປະກັນສັງຄົມ", "ປະ ກັນ ສັງ ຄົມ"),
        ("ສຳມະໂນຄົວ", "ສຳ ມະ ໂນ ຄົວ"),
        ("ກອງທຶນ", "ກອງ ທຶນ"),
        ("ໜັງສື", "ໜັງ ສື"),
        ("ຫຼວງພະບາງ", "ຫຼວງ ພະ ບາງ"),
        ("ເງິນສົມທົບ", "ເງິນ ສົມ ທົບ"),
        ("ຂຶ້ນທະບຽນ", "ຂຶ້ນ ທະ ບຽນ"),
        ("ເຈົ້າໜ້າທີ່", "ເຈົ້າ ໜ້າ ທີ່"),
        ("ນ້ຳ", "ນ້ຳ"),
        ("ພະນັກງານ", "ພະ ນັກ ງານ"),
        ("ອຸດໜູນ", "ອຸດ ໜູນ"),
    ],
)
def test_syllables_cut_known_words(run, cut):
    assert syllables(run) == cut.split()


def test_clusters_of_a_word_recur_in_any_sentence():
    word, sentence = clusters("ສຳມະໂນຄົວ"), clusters("ຂໍເບິ່ງສຳມະໂນຄົວແດ່")

    assert any(sentence[i : i + len(word)] == word for i in range(len(sentence)))


def test_token_of_half_typed_cluster_begins_the_whole():
    whole = token(fold("ນ້ຳ"))

    assert whole.startswith(token(fold("ນ້")))
    assert whole.startswith(token(fold("ນ")))
    assert not whole.startswith(token(fold("ນີ")))


def test_encode_leaves_other_scripts_and_cuts_lao():
    assert encode("ແບບ Form 12") == f"{token('ແບບ')}  form 12"
    assert encode("ປະກັນ", ",") == f"{token('ປະ')},{token('ກັນ')}"
    assert encode("SSO-REG-01") == "sso reg 01"


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("ປະກັນສັງຄົມ", 11, "ປະກັນສັງຄົມ"),
        ("ປະກັນສັງຄົມ", 9, "ປະກັນສັງ…"),
        ("ປະກັນສັງຄົມ", 8, "ປະກັນ…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("ບັດ ແລະ ຮູບ", 8, "ບັດ ແລະ…"),
    ],
)
def test_truncate_cuts_between_syllables(text, length, cut):
    assert truncate(text, length) == cut


@pytest.mark.parametrize(
    ("html", "broken"),
    [
        ("ປະກັນ", "ປະ<wbr>ກັນ"),
        ("<p title='ປະກັນ'>ປະກັນ</p>", "<p title='ປະກັນ'>ປະ<wbr>ກັນ</p>"),
        ("<code>ປະກັນ</code>ປະກັນ", "<code>ປະກັນ</code>ປະ<wbr>ກັນ"),
        ("<script>'ປະກັນ'</script>", "<script>'ປະກັນ'</script>"),
        ("<!-- ປະກັນ -->ບັດ", "<!-- ປະກັນ -->ບັດ"),
        ('<a data-x="a>ປະກັນ">ບັດ</a>', '<a data-x="a>ປະກັນ">ບັດ</a>'),
        ("ຕ່າງໆ", "ຕ່າງໆ"),
        ("REG-01 ບັດ", "REG-01 ບັດ"),
    ],
)
def test_breaks_stand_between_syllables_of_text_only(html, broken):
    assert with_breaks(html) == broken


def test_collation_follows_the_lao_dictionary():
    ordered = ["12", "form", "ການ", "ກ່ານ", "ກີບ", "ເກີດ", "ຂ້ອຍ", "ຈ່າຍ", "ສຸກ", "ຊື່", "ບັດ", "ຮູບ"]

    assert sorted(reversed(ordered), key=collation_key) == ordered


@given(MIXED)
def test_fold_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(MIXED)
def test_fold_takes_composed_and_decomposed_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(LAO)
def test_syllables_and_clusters_join_to_the_run(run):
    assert "".join(syllables(run)) == run
    assert "".join(clusters(run)) == run
    assert "".join(line_pieces(run)) == run


@given(MIXED)
def test_breaks_taken_out_give_the_input(html):
    assert with_breaks(html).replace("<wbr>", "") == html.replace("<wbr>", "")


@given(MIXED, st.integers(1, 40))
def test_truncate_keeps_to_its_length(text, length):
    cut = truncate(text, length)

    assert len(cut) <= max(length, 1)
    assert "".join(pieces_of(text)) == text


@given(MIXED)
def test_encoded_lao_is_ascii(text):
    assert not RUN.search(encode(text))
