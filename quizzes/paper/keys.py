"""The trainer's key to a print: each version's right answers, as they would be typed."""

from django.utils import translation
from django.utils.translation import gettext as _

from sop_pages.paper.nodes import line, nodes
from sop_pages.paper.words import owner

from ..computing import figures, key_content
from ..content import text_of
from ..models import PaperPrint, PaperQuestion
from ..reviewing import answer_in_digits, right_of
from ..wording import printed
from .sheets import place_of, sheets_of, versions_of, words
from .typed import Place, right, written


def key_data(paper: PaperPrint) -> dict:
    """For the press, in the language of the sheets. Four queries at most."""
    language = paper.language
    numbers: dict[str, list[int]] = {}
    for sheet in sheets_of(paper):
        numbers.setdefault(sheet.paper_version.letter, []).append(sheet.number)
    with translation.override(language):
        return {
            "form": "key",
            "language": language,
            "title": paper.quiz.title,
            "author": owner(),
            "sample": _("Sample") if paper.quiz.is_sample else "",
            "words": words() | _words(),
            "versions": [
                {
                    "letter": version.letter,
                    "sheets": _in_runs(numbers.get(version.letter, [])),
                    "rows": [_row(q, version.values, language) for q in questions],
                }
                for version, questions in versions_of(paper)
            ],
        }


def typed_key(question: PaperQuestion, values: dict, language: str) -> str:
    """The right answer as it would be typed from this version's sheets."""
    content = key_content(question.as_response(), values)
    place = Place(question.question.type, content, question.option_order)
    if place.kind == "number":
        return answer_in_digits(content["answer"], language)
    return written(place, right(place, language))


def _row(question: PaperQuestion, values: dict, language: str) -> dict:
    content = key_content(question.as_response(), values)
    shown = figures(values, question.numbers)
    texts = right_of(question.question.type, content, language, shown)
    return {
        "number": str(question.position),
        "typed": typed_key(question, values, language),
        "stem": nodes(printed(content["stem"], language, shown)),
        "right": [] if place_of(question).kind == "text" else [nodes(text) for text in texts],
        "spoken": line(text_of((content.get("sound") or {}).get("said"), language)),
        "marks": f"{question.out_of.normalize():f}",
        "critical": question.critical,
        "key": line(question.question.key),
    }


def _in_runs(numbers: list[int]) -> str:
    """ "1, 4, 7 … 61": the sheets of a version, short where they are many."""
    if len(numbers) <= 12:
        return ", ".join(map(str, numbers))
    return f"{', '.join(map(str, numbers[:3]))} … {numbers[-1]}"


def _words() -> dict:
    return {
        "key": _("Answer key, for trainers only"),
        "typed": _("Answer"),
        "question": _("Question"),
        "spoken": _("What is said"),
        "marks": _("Marks"),
        "critical": _("critical: must be right to pass"),
        "sheets": _("Sheets"),
        "careful": _("Keep this page away from the room. It shows every right answer."),
    }
