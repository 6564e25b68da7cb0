"""A print as data for the press: each version's questions once, then the sheets that carry them."""

from pathlib import Path

from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sop_pages.paper.nodes import line, nodes
from sop_pages.paper.words import NUMBER, TOTAL, at_numbers, owner
from sop_site.public_addresses import address_of, qr_file_of

from ..computing import figures
from ..content import CHOICES, NUMBERS, text_of
from ..files import FOLDER, bytes_of
from ..models import PaperPrint, PaperQuestion, PaperSheet, PaperVersion, QuestionType, Quiz
from ..pairing import right_sides
from ..stories import parts_of
from ..wording import printed
from .typed import Place

TEMPLATE = Path(__file__).parent / "sheets.typ"
LONG = 2_500  # signs of a question above which it may need more than a page
WIDE = 60  # signs of an option above which two don't stand side by side


def sheets_data(paper: PaperPrint, *, both_sides: bool = False) -> dict:
    """All sheets of a print; for a printer that prints both sides, each begins a leaf of its own.
    Three queries, whatever their number."""
    language = paper.language
    versions = versions_of(paper)
    with translation.override(language):
        return {
            "form": "sheets",
            "language": language,
            "title": paper.quiz.title,
            "author": owner(),
            "sample": _("Sample") if paper.quiz.is_sample else "",
            "words": words(),
            "both-sides": both_sides,
            "facts": _facts(paper, versions),
            "versions": {
                version.letter: _questions(version, questions, language)
                for version, questions in versions
            },
            "sheets": [_sheet(sheet, paper.quiz, language) for sheet in sheets_of(paper)],
        }


def versions_of(paper: PaperPrint) -> list[tuple[PaperVersion, list[PaperQuestion]]]:
    """The versions with their questions in order; two queries."""
    found = PaperQuestion.objects.filter(paper_version__paper=paper).select_related(
        "question", "version", "story_version"
    )
    by_version: dict[int, list[PaperQuestion]] = {}
    for question in found.order_by("paper_version", "position"):
        by_version.setdefault(question.paper_version_id, []).append(question)
    return [(version, by_version.get(version.pk, [])) for version in paper.versions.all()]


def sheets_of(paper: PaperPrint):
    found = PaperSheet.objects.filter(paper_version__paper=paper)
    return found.select_related("paper_version").order_by("number")


def place_of(question: PaperQuestion) -> Place:
    """A question as it is typed from this version's sheets."""
    return Place(question.question.type, question.version.content, question.option_order)


def _sheet(sheet: PaperSheet, quiz: Quiz, language: str) -> dict:
    address = address_of("quizzes:sheet", quiz.slug, sheet.number, language=language)
    return {
        "number": str(sheet.number),
        "code": sheet.code,
        "version": sheet.paper_version.letter,
        "address": address,
        "qr": qr_file_of(address),
    }


def _questions(version: PaperVersion, questions: list[PaperQuestion], language: str) -> list[dict]:
    """Each with the story of its case in "story" where it is the first of it, and how many
    questions are about it in "about"."""
    parts = parts_of(questions)
    found = []
    for question in questions:
        part, data = parts.get(question.position), question_data(question, version.values, language)
        if part and part.is_first:
            story = question.story_version.content["story"]
            data["story"] = nodes(printed(story, language, version.values))
            data["about"] = _about(question.position, part.total)
        found.append(data)
    return found


def _about(first: int, count: int) -> str:
    if count == 1:
        return _("Case: question %(n)d is about this story.") % {"n": first}
    said = {"first": first, "last": first + count - 1}
    return _("Case: questions %(first)d to %(last)d are about this story.") % said


def question_data(question: PaperQuestion, values: dict, language: str) -> dict:
    """What stands on the sheet: nothing that tells the answer."""
    content, question_type = question.version.content, question.question.type
    values = figures(values, question.numbers)
    place = place_of(question)

    def shown(both: dict | None) -> list:
        return nodes(printed(both, language, values))

    rows = _rows(content, question_type)
    rights = right_sides(content) if question_type == QuestionType.MATCHING else {}
    texts = [*rows.values(), *rights.values()]
    options = [shown(rows[key]) for key in question.option_order] if rows else []
    return {
        "number": str(question.position),
        "kind": place.kind,
        "stem": shown(content["stem"]),
        "hint": line(_how(place)),
        "picture": _picture(content, language),
        "spoken": line(_spoken()) if "sound" in content else [],
        "options": options,
        "long": sum(len(text_of(both, language)) for both in [content["stem"], *texts]) > LONG,
        "side-by-side": all(len(text_of(both, language)) <= WIDE for both in rows.values()),
        "letters": list(place.letters),
        "rights": [shown(both) for both in rights.values()],
        "unit": text_of(content.get("unit"), language) if question_type in NUMBERS else "",
    }


def _picture(content: dict, language: str) -> dict | None:
    """The file by the name under which the press finds it, or "" where it is gone."""
    if "picture" not in content:
        return None
    name = content["picture"]["file"]
    there = default_storage.exists(name)
    alt = text_of(content["picture"]["alt"], language)
    return {"file": Path(name).name if there else "", "alt": alt}


def _spoken() -> str:
    return _("The trainer plays a recording, or reads its words aloud.")


def pictures_of(data: dict) -> dict[str, bytes]:
    """The files that the sheets name, for the press."""
    asked = [question for questions in data["versions"].values() for question in questions]
    names = {question["picture"]["file"] for question in asked if question["picture"]}
    return {name: bytes_of(f"{FOLDER}/{name}") for name in sorted(names) if name}


def _rows(content: dict, question_type: str) -> dict[str, dict]:
    """{key: text} of what stands in the drawn order."""
    if question_type in CHOICES:
        return {option["key"]: option["text"] for option in content["options"]}
    if question_type == QuestionType.MATCHING:
        return {pair["key"]: pair["left"] for pair in content["pairs"]}
    if question_type == QuestionType.ORDERING:
        return {item["key"]: item["text"] for item in content["items"]}
    return {}


def _how(place: Place) -> str:
    """What to do with the boxes."""
    if place.kind == "letters":
        count = place.content.get("right_count")
        if count:
            return _("Tick %(n)d boxes.") % {"n": count}
        return _("Tick all boxes that are right.")
    return {
        "letter": _("Tick one box."),
        "pairs": _("Write in each box the letter of what goes with it. Some may be left over."),
        "order": _("Write in the boxes the numbers 1, 2, 3 … in the right order."),
        "number": _("Write the number."),
        "text": _("Write a few words."),
    }[place.kind]


def _facts(paper: PaperPrint, versions: list) -> str:
    quiz = paper.quiz
    count = max((len(questions) for _version, questions in versions), default=0)
    said = [ngettext("%(n)d question", "%(n)d questions", count) % {"n": count}]
    if quiz.time_limit:
        text = ngettext("%(n)d minute", "%(n)d minutes", quiz.time_limit)
        said.append(text % {"n": quiz.time_limit})
    said.append(_("passed with %(percent)d%%") % {"percent": paper.pass_mark})
    return " · ".join(said)


def words() -> dict:
    """By the names that sheets.typ uses."""
    page = _("page %(number)s of %(total)s") % {"number": NUMBER, "total": TOTAL}
    return {
        "page": at_numbers(page),
        "sheet": _("Sheet"),
        "version": _("Version"),
        "name": _("Name"),
        "staff-number": _("Staff or phone number"),
        "district": _("District"),
        "day": _("Day and time"),
        "how": _(
            "Tick with a pen. To change an answer, cross it out so that it can be seen which one "
            "counts."
        ),
        "hand-in": _("Hand this sheet to your trainer. The result is then with your quizzes."),
    }
