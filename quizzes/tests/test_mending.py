"""What the lints find, where a trainer meets it: beside its field, in the list, at “ready”."""

import pytest

from quizzes.models import Question, QuestionVersion
from sop_pages.models import ReferenceValue

from .conftest import matching_content, ordering_content, single_content
from .test_bank import THREE, form_data, written

NEW = "/cms/quizzes/questions/new/single/"


@pytest.fixture
def client_of(trainer, as_):
    client = as_(trainer)
    client.cookies["django_language"] = "en"
    return client


def beside(page, name) -> list[str]:
    """What stands beside the field of this name."""
    for part in (page.context["form"], page.context["special"] or [], *page.context["options"]):
        for field in part:
            if field.html_name == name:
                return [one.message for one in getattr(field, "said", [])]
    raise AssertionError(name)


def test_ready_is_refused_with_what_to_do(pool, client_of):
    data = form_data(pool, [*THREE[:3], ("all of the above", False, "no")])

    refused = client_of.post(NEW, data)
    page = refused.content.decode()
    client_of.post(NEW, data | {"state": "draft"})

    assert "It isn&#x27;t ready yet: 1 thing has to be mended" in page
    assert "shown shuffled" in beside(refused, "options-3-text_en")[0]
    assert ">\nall of the above</textarea>" in page
    assert written().question.state == "draft"


def test_hint_alone_keeps_nothing_back(pool, client_of):
    ReferenceValue.objects.create(
        key="vol_rate", label_lo="ອັດຕາ", label_en="Rate", value="9", unit="percent"
    )

    reply = client_of.post(NEW, form_data(pool, THREE, stem_en="Is it 9 %?"))
    page = client_of.get(reply.url)

    assert written().question.state == "ready"
    assert beside(page, "stem_en") == [
        "9 is a reference value. Write {vol_rate}: then it never grows old."
    ]


def test_gap_between_rows_moves_nothing(pool, client_of):
    rows = [("one", True, "yes"), ("", False, ""), ("two", False, "no"), ("One.", False, "no")]

    page = client_of.post(NEW, form_data(pool, rows))

    assert beside(page, "options-3-text_en") == [
        "It says the same as number 1. Change one, or take it out."
    ]


def test_steps_and_pairs_are_found_on_their_rows(make_question, client_of):
    steps = ordering_content()
    next(item for item in steps["items"] if item["key"] == "d")["text"]["en"] = "Finally, send"
    make_question("S-1", type="ordering", content=steps)
    pairs = matching_content()
    pairs["distractors"][0]["text"]["en"] = "x" * 301
    make_question("P-1", type="matching", content=pairs)

    step = client_of.get("/cms/quizzes/questions/S-1/")
    pair = client_of.get("/cms/quizzes/questions/P-1/")

    assert beside(step, "options-2-text_en") == [
        "Its first word tells its place. Begin with the deed."
    ]
    assert beside(pair, "options-3-right_en")[0].startswith("301 characters")


def test_list_counts_what_is_to_mend(make_question, client_of, django_assert_max_num_queries):
    client_of.get("/cms/quizzes/questions/")
    content = single_content("bad")
    content["options"][1]["text"] = content["options"][0]["text"]
    make_question("bad-1", content=content, state="draft")

    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(32) as seen:
            page = client_of.get("/cms/quizzes/questions/")
        counts.append(len(seen))
        make_question(f"more-{len(counts)}")

    listed = {one.key: (one.stops, one.hints) for one in page.context["page"]}
    assert listed["bad-1"] == (2, 0)
    assert listed["more-1"] == (0, 0)
    assert counts[0] == counts[1]
    assert "2 keep it from being ready" in page.content.decode()


def test_version_without_words_is_listed(pool, client_of):
    question = Question.objects.create(key="empty-1", type="single", pool=pool)
    QuestionVersion.objects.create(question=question, number=1, content={"stem": {}})

    page = client_of.get("/cms/quizzes/questions/?q=empty")

    assert [one.key for one in page.context["page"]] == ["empty-1"]
