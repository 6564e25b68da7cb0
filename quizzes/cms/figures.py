"""The statistics of a quiz in the CMS: sentences first, then plots and tables."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sop_pages import evidence
from sop_pages.step_titles import titles_of

from .. import reports
from ..content import text_of
from ..ending import end_overdue
from ..figures import plots, words
from ..figures.gathering import WRITTEN
from ..figures.keeping import figures_of
from ..figures.scope import asked, cohorts_for, provinces_for
from ..models import Attempt, Question, QuestionVersion, Quiz
from ..values import values_today
from ..wording import plain
from .access import needs, note_key_read, note_own_pools

WHICH = {
    "highest": _("the best attempt of each officer"),
    "first": _("the first attempt of each officer"),
    "last": _("the last attempt of each officer"),
    "all": _("all attempts"),
}


@require_safe
@needs("quizzes.view_results")
@needs("quizzes.view_question")
def figures(request, slug):
    """?which=highest&cohort=3&province=06&language=lo&channel=paper: a quiz's figures in that
    scope."""
    quiz = get_object_or_404(Quiz.objects.select_related("module"), slug=slug)
    scope = asked(request, quiz)
    if scope is None:
        raise PermissionDenied
    note_key_read(request.user, quiz)
    end_overdue(quiz.attempts)
    kept, is_current = figures_of(quiz, scope)
    attempts = quiz.attempts.handed_in().results_for(request.user)
    context = {
        "quiz": quiz,
        "part": "figures",
        "sees_questions": True,
        "summary": reports.summary(attempts),
        "scope": scope,
        "whiches": WHICH.items(),
        "channels": Attempt.Channel.choices,
        "provinces": provinces_for(request.user),
        "cohorts": [(str(cohort.pk), cohort) for cohort in cohorts_for(request.user, quiz)],
        "kept": kept,
        "is_current": is_current,
    }
    if kept.made_at:
        still_open = scope.within(quiz.attempts.open()).count()
        context |= _shown(kept.data, quiz, request.user)
        context["counted"] = words.of_counting(kept.data, scope.which, kept.attempts, still_open)
    return render(request, "quizzes/cms/figures.html", context)


def _shown(data: dict, quiz: Quiz, user) -> dict:
    rows = _rows(data["questions"], user)
    return {
        "data": data,
        "said": words.of_quiz(data),
        "figures": words.figures_of_quiz(data),
        "bars": plots.marks_plot(data["bands"]),
        "pass_line": plots.pass_line(quiz.pass_mark),
        "scatter": plots.questions_plot(rows),
        "rows": sorted(rows, key=lambda row: (not row["looks_odd"], row["slot"], row["key"])),
        "places": data["places"],
        "kept_back": sum(not row["question"].key_is_shown for row in rows),
    }


def _rows(found: list[dict], user) -> list[dict]:
    """The questions with their texts, sentences and what is known of their steps; who chose which
    option only where this person reads the key."""
    keys = [row["key"] for row in found]
    questions = {
        question.key: question
        for question in Question.objects.filter(key__in=keys).select_related("step__sop")
    }
    note_own_pools(questions.values(), user)
    newest = Question.objects.filter(key__in=keys).with_newest().values_list("newest_id", flat=True)
    contents = dict(
        QuestionVersion.objects.filter(pk__in=newest).values_list("question__key", "content")
    )
    titles = titles_of([q.step for q in questions.values() if q.step_id], get_language())
    reports_of = _reports({q.step.sop_id for q in questions.values() if q.step_id})
    language, values = get_language(), values_today(list(contents.values()))
    rows = []
    for row in found:
        question = questions.get(row["key"])
        if question is None:
            continue
        said, looks_odd = words.of_question(row)
        content = contents.get(row["key"])
        options = [
            option | {"text": _option_text(content, option["key"], language, values)}
            for option in row["options"]
            if question.key_is_shown
        ]
        languages = words.of_languages(row["languages"]) if row["languages"] else ""
        rows.append(
            row
            | {
                "question": question,
                "step_title": titles.get(question.step_id, ""),
                "said": said,
                "works": not looks_odd,
                "looks_odd": looks_odd or bool(languages),
                "options": options,
                "misconceptions": [o for o in options if o["is_misconception"]],
                "language_gap": languages,
                "known_wrong": words.of_known_wrong(row) if question.type in WRITTEN else "",
                "is_written": question.type in WRITTEN,
                "variants_said": words.of_variants(row["variants"]),
                "reports": reports_of.get(question.step_id) if question.step_id else None,
            }
        )
    return rows


def _option_text(content: dict | None, key: str, language: str, values: dict) -> str:
    content = content or {}
    for option in [*content.get("options", []), *content.get("items", [])]:
        if option["key"] == key:
            return plain(option["text"], language, values)
    known = content.get("known_wrong", [])
    if key.isdecimal() and int(key) < len(known):
        return _wrong_text(known[int(key)], language)
    return key


def _wrong_text(wrong: dict, language: str) -> str:
    """A known wrong answer: its words, its number, or the formula that gives it."""
    if "text" in wrong:
        return text_of(wrong["text"], language)
    if "formula" in wrong:
        return wrong["formula"]
    return number_format(wrong["value"], force_grouping=True)


def _reports(sops: set[int]) -> dict[int, evidence.Evidence]:
    """{step: what the field reports of it}."""
    return {
        line.step_id: line
        for sop in sops
        for line in evidence.of_sop(sop)
        if line.kind == "reports" and line.step_id
    }
