"""A question on a phone before it is saved: whatever is typed so far, and no key."""

import pytest

from quizzes.models import Question

from .test_bank import COMPUTED, PAIRS, THREE, form_data, pair_data, step_data
from .test_keys_kept import SECRETS


def shown(client, question_type, language, data) -> str:
    reply = client.post(f"/cms/quizzes/question-on-phone/{question_type}/{language}/", data)
    assert (reply.status_code, reply["X-Frame-Options"]) == (200, "SAMEORIGIN")
    return reply.content.decode()


@pytest.fixture
def client_of(trainer, as_):
    return as_(trainer)


@pytest.mark.parametrize(("language", "words"), [("lo", "ລາວ <wbr>one"), ("en", "one")])
def test_each_language_as_officers_see_it(pool, client_of, language, words):
    page = shown(client_of, "single", language, form_data(pool, THREE))

    assert f'<html lang="{language}">' in page
    assert page.count('type="radio"') == 3
    assert "one" in page
    assert not SECRETS.search(page.partition("<main")[2])
    assert "<script" not in page
    assert not Question.objects.filter(key="M2-50").exists()


@pytest.mark.parametrize(
    ("question_type", "data_of", "sign"),
    [
        ("multiple", lambda pool: form_data(pool, THREE), 'type="checkbox"'),
        ("matching", lambda pool: pair_data(pool, PAIRS), "<select"),
        ("ordering", lambda pool: step_data(pool, [("a", ""), ("b", "")]), "data-ordering"),
        ("ordering", lambda pool: step_data(pool, []), "A question"),
        ("numeric", lambda pool: form_data(pool, [], answer="5"), 'inputmode="decimal"'),
        ("numeric", lambda pool: form_data(pool, []), 'inputmode="decimal"'),
        ("short", lambda pool: form_data(pool, []), 'name="answer"'),
        ("computed", lambda pool: form_data(pool, [], **COMPUTED), "1,000,000"),
        ("computed", lambda pool: form_data(pool, [], stem_en="Half"), "can't be shown yet"),
        ("single", lambda pool: form_data(pool, [], stem_en="x" * 3000), "can't be shown yet"),
        ("single", lambda pool: {}, "can't be shown yet"),
        ("single", lambda pool: form_data(pool, []), "A question"),
    ],
)
def test_any_type_half_written(pool, client_of, question_type, data_of, sign):
    page = shown(client_of, question_type, "en", data_of(pool)).replace("&#x27;", "'")

    assert sign in page


@pytest.mark.parametrize("rest", ["single/fr/", "case/lo/", "nothing/lo/"])
def test_unknown_type_or_language_is_not_known(client_of, rest):
    assert client_of.post(f"/cms/quizzes/question-on-phone/{rest}", {}).status_code == 404


def test_readers_see_both_languages(make_question, reviewer, as_):
    make_question("Q-1")

    page = as_(reviewer).get("/cms/quizzes/questions/Q-1/").content.decode()

    assert page.count("srcdoc=") == 2
    assert "question-phone.js" not in page
