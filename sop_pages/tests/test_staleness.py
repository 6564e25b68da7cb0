"""Which passages of a translation are behind: computed from two texts, nothing else."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sop_pages.content import Document, Item, Part, StepText
from sop_pages.staleness import CHANGED, EXTRA, HEAD, MISSING, MOVED, behind, made, since


def step(key, words, block_id=None):
    return StepText(key, words, (Part("text", f"{words}, {{vol_rate}}"),), block_id=block_id or key)


def document(language, *steps, **fields):
    title = fields.pop("title", f"title {language}")
    return Document("REG-07", language, title, "register", steps=steps, **fields)


LAO = document("lo", step("a", "ກ"), step("b", "ຂ"), step("c", "ຄ"))
ENGLISH = document("en", step("a", "one"), step("b", "two"), step("c", "three"))
MADE = made(LAO, ENGLISH, {}, set(), "1.0")


def told(source, translated, before=MADE, right=()):
    of = made(source, translated, before, set(right), "1.1")
    return [(one.why, one.key) for one in behind(source, translated, of)]


def with_step(text, number, passage):
    steps = [*text.steps]
    steps[number] = passage
    return replace(text, steps=tuple(steps))


def test_nothing_is_behind_what_it_was_made_from():
    assert told(LAO, ENGLISH) == []


def test_step_changed_in_the_source_is_behind():
    assert told(with_step(LAO, 1, step("b", "ຂໍ")), ENGLISH) == [(CHANGED, "b")]


def test_step_changed_in_the_translation_is_not_behind():
    assert told(LAO, with_step(ENGLISH, 1, step("b", "second"))) == []


def test_step_changed_in_both_is_not_behind():
    english = with_step(ENGLISH, 1, step("b", "second"))

    assert told(with_step(LAO, 1, step("b", "ຂໍ")), english) == []


def test_change_taken_back_in_the_source_is_forgotten():
    later = made(with_step(LAO, 1, step("b", "ຂໍ")), ENGLISH, MADE, set(), "1.1")

    assert told(LAO, ENGLISH, later) == []


def test_translation_edited_elsewhere_stays_behind():
    source = with_step(LAO, 1, step("b", "ຂໍ"))
    later = made(source, ENGLISH, MADE, set(), "1.1")

    assert told(source, with_step(ENGLISH, 0, step("a", "first")), later) == [(CHANGED, "b")]


def test_step_moved_in_the_source_stands_elsewhere():
    source = replace(LAO, steps=(LAO.steps[2], LAO.steps[0], LAO.steps[1]))

    assert told(source, ENGLISH) == [(MOVED, "c")]


def test_list_in_another_order_is_not_behind():
    lines = (Item("x", "ກ", block_id="x"), Item("y", "ຂ", block_id="y"))
    source, translated = replace(LAO, bring=lines), replace(ENGLISH, bring=lines[::-1])

    assert told(source, translated) == []


def test_step_added_to_the_source_is_missing_after_its_neighbour():
    source = replace(LAO, steps=(*LAO.steps[:2], step("new", "ໃໝ່"), LAO.steps[2]))

    found = behind(source, ENGLISH, MADE)

    assert [(one.why, one.key, one.after, one.heading) for one in found] == [
        (MISSING, "new", "b", "ໃໝ່")
    ]


def test_step_taken_out_of_the_source_is_one_too_many():
    assert told(replace(LAO, steps=LAO.steps[1:]), ENGLISH) == [(EXTRA, "a")]


def test_title_changed_in_the_source_is_behind():
    found = behind(replace(LAO, title="ຊື່ໃໝ່"), ENGLISH, MADE)

    assert [(one.why, one.kind) for one in found] == [(CHANGED, HEAD)]


def test_other_key_is_no_other_text():
    assert told(with_step(LAO, 1, step("named", "ຂ", block_id="b")), ENGLISH) == []


def test_what_was_said_to_be_right_is_not_behind():
    source = with_step(LAO, 1, step("b", "ຂໍ"))
    one = behind(source, ENGLISH, made(source, ENGLISH, MADE, set(), "1.1"))[0]

    assert told(source, ENGLISH, right=[(one.block_id, one.source, one.own)]) == []


def test_since_is_the_first_day_on_which_it_was_behind():
    source = with_step(LAO, 1, step("b", "ຂໍ"))
    first = since(behind(source, ENGLISH, MADE), [], date(2026, 3, 1))
    again = behind(with_step(LAO, 1, step("b", "ຂຽນ")), ENGLISH, MADE)

    assert [one.since for one in since(again, first, date(2026, 4, 1))] == ["2026-03-01"]


blocks = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["ກ", "ຂ", "ຄ"])),
    unique_by=lambda pair: pair[0],
)


@given(blocks, blocks)
def test_copy_of_the_source_is_never_behind(before, after):
    source = document("lo", *(step(key, words) for key, words in before))
    changed = document("lo", *(step(key, words) for key, words in after))
    translated = replace(changed, language="en")

    of = made(source, replace(source, language="en"), {}, set(), "1.0")
    of = made(changed, translated, of, set(), "1.1")

    assert behind(changed, translated, of) == []


@given(blocks, blocks)
def test_every_difference_in_passages_is_told_once(before, after):
    source = document("lo", *(step(key, words) for key, words in before))
    translated = document("en", *(step(key, words) for key, words in after), title="title lo")

    found = behind(source, translated, made(source, translated, {}, set(), "1.0"))

    theirs, ours = ({s.block_id for s in text.steps} for text in (source, translated))
    assert {one.block_id for one in found if one.why == MISSING} == theirs - ours
    assert {one.block_id for one in found if one.why == EXTRA} == ours - theirs
    assert len({one.block_id for one in found}) == len(found)
