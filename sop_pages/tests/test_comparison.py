"""Two texts of one SOP side by side: what was added, taken out, changed, moved."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sop_pages.comparison import ADDED, CHANGED, KEYED, SAME, TAKEN_OUT, compare, marks
from sop_pages.content import Document, Item, Objection, Part, StepText

WORDS = ["ຖາມ", "ກ່ອນ", "ຂຽນແບບຟອມ", "ບັດປະຈຳຕົວ", "{vol_rate}", " ", "the form", "ນ້ຳ", "\n\n- "]


def step(key, title="ຖາມກ່ອນ", text="ຖາມຜູ້ກ່ຽວ", **more):
    return StepText(key, title, (Part("text", text),), block_id=f"id-{key}", **more)


def sop(*steps, **more):
    return Document("REG-07", "lo", "ຂຶ້ນທະບຽນ", "register", steps=steps, **more)


def states(comparison):
    return [(c.key, c.state, c.moved) for c in comparison.changed()]


def test_equal_texts_differ_in_nothing():
    assert compare(sop(step("ask")), sop(step("ask"))).is_empty


def test_step_is_added_and_another_taken_out():
    found = compare(sop(step("ask"), step("write")), sop(step("ask"), step("send")))

    assert states(found) == [("write", TAKEN_OUT, False), ("send", ADDED, False)]


def test_step_that_changed_places_has_moved_and_the_others_stay():
    before = sop(step("a"), step("b"), step("c"), step("d"))
    after = sop(step("d"), step("a"), step("b"), step("c"))

    assert states(compare(before, after)) == [("d", SAME, True)]


def test_step_under_another_key_is_the_same_by_its_id():
    renamed = replace(step("ask"), key="ask-first")

    found = compare(sop(step("ask")), sop(renamed))

    assert states(found) == [("ask-first", CHANGED, False)]


def test_step_with_another_id_is_another_step():
    other = replace(step("ask"), block_id="id-other")

    assert [s for _k, s, _m in states(compare(sop(step("ask")), sop(other)))] == [TAKEN_OUT, ADDED]


def test_passage_taken_out_stands_where_it_stood():
    before = sop(step("a"), step("b"), step("c"))

    found = compare(before, sop(step("a"), step("c")))

    assert [(c.key, c.state) for c in found.passages] == [
        ("a", SAME), ("b", TAKEN_OUT), ("c", SAME),
    ]  # fmt: skip


def test_head_says_which_field_differs():
    found = compare(sop(purpose="ເກົ່າ"), sop(purpose="ໃໝ່"))

    assert [(f.name, f.before, f.after) for f in found.head] == [("purpose", "ເກົ່າ", "ໃໝ່")]


def test_tags_in_another_order_are_the_same():
    assert compare(sop(tags=("card", "a member")), sop(tags=("a member", "card"))).is_empty


def test_lao_is_marked_by_syllables():
    found = marks("ຈ່າຍພາຍໃນສາມມື້", "ຈ່າຍພາຍໃນຫ້າມື້")

    assert [(m.mark, m.text) for m in found] == [
        (SAME, "ຈ່າຍພາຍໃນ"),
        (TAKEN_OUT, "ສາມ"),
        (ADDED, "ຫ້າ"),
        (SAME, "ມື້"),
    ]


def test_changed_words_with_one_between_are_one_change():
    found = marks("take the old form today", "bring the new form today")

    assert [m.mark for m in found] == [TAKEN_OUT, ADDED, SAME]


def test_only_parts_that_differ_are_shown():
    before, after = step("ask", text="ສາມມື້"), step("ask", text="ຫ້າມື້", time_limit="3 ມື້")

    [change] = compare(sop(before), sop(after)).changed()

    assert [name for name, _marked in change.lines()] == ["text", "time_limit"]


texts = st.lists(st.sampled_from(WORDS), max_size=8).map("".join)
ids = st.integers(0, 6)


def documents():
    def keyed(make):
        return st.lists(
            st.tuples(ids, texts), max_size=5, unique_by=lambda pair: pair[0]
        ).map(lambda pairs: tuple(make(f"k{n}", text) for n, text in pairs))  # fmt: skip

    items = keyed(lambda key, text: Item(key, text, block_id=f"id-{key}"))
    parts = st.lists(st.builds(Part, st.sampled_from(["text", "warning"]), texts), max_size=3)
    steps = st.lists(
        st.tuples(ids, texts, parts), max_size=5, unique_by=lambda triple: triple[0]
    ).map(
        lambda triples: tuple(
            StepText(f"s{n}", title, tuple(body), block_id=f"id-s{n}") for n, title, body in triples
        )
    )
    objections = keyed(lambda key, text: Objection(key, text, text, block_id=f"id-{key}"))
    return st.builds(
        Document, st.just("REG-07"), st.just("lo"), texts, st.just("register"), texts,
        bring=items, steps=steps, objections=objections,
    )  # fmt: skip


def applied(before: Document, comparison) -> Document:
    """The old text with the comparison's changes made to it."""
    head = {field.name: field.after for field in comparison.head}
    passages = {
        name: tuple(
            change.before if change.state == SAME else change.after
            for change in comparison.passages
            if change.kind == kind and change.after
        )
        for name, kind in KEYED.items()
    }
    return replace(before, **head, **passages)


@given(documents(), documents())
def test_comparison_made_to_the_old_text_gives_the_new(before, after):
    assert applied(before, compare(before, after)) == after


@given(documents(), documents())
def test_what_is_taken_out_stood_in_the_old_text(before, after):
    found = compare(before, after).passages

    shown = {(c.kind, c.before.key) for c in found if c.before}
    assert shown == {(kind, passage.key) for kind, passage in before.keyed()}


@given(texts, texts)
def test_marked_words_are_both_texts(before, after):
    found = marks(before, after)

    assert "".join(m.text for m in found if m.mark != ADDED) == before
    assert "".join(m.text for m in found if m.mark != TAKEN_OUT) == after
