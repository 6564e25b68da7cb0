"""Results in the CMS: all quizzes, then one by officer, district and question."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sop_site.officers.models.user import name_here

from .. import arrivals, refused, reports
from ..ending import end_overdue
from ..models import Attempt, Quiz
from ..reviewing import look
from ..stories import parts_of
from .access import needs, note_key_read, note_own_pools

PAGE = 50


@require_safe
@needs("quizzes.view_results")
def quizzes(request):
    """Each quiz with how many officers have handed it in."""
    end_overdue()
    page = Paginator(reports.quizzes_with_counts(request.user), PAGE).get_page(request.GET.get("p"))
    return render(request, "quizzes/cms/results.html", {"page": page})


def _context(request, slug: str, part: str) -> dict:
    quiz = get_object_or_404(Quiz, slug=slug)
    end_overdue(quiz.attempts)
    attempts = quiz.attempts.handed_in().results_for(request.user)
    return {
        "quiz": quiz,
        "part": part,
        "sees_questions": request.user.has_perm("quizzes.view_question"),
        "attempts": attempts,
        "summary": reports.summary(attempts),
    }


@require_safe
@needs("quizzes.view_results")
def officers(request, slug):
    """Who has handed in, with the best mark of each."""
    context = _context(request, slug, "officers")
    page = Paginator(reports.by_officer(context["attempts"]), PAGE).get_page(request.GET.get("p"))
    reports.add_best(page.object_list, context["attempts"])
    names = reports.district_names({row["district"] for row in page})
    for row in page:
        row["place"] = names.get(row["district"], "")
        row["name"] = name_here(row["officer__name"], row["officer__name_latin"])
    return render(request, "quizzes/cms/by_officer.html", context | {"page": page})


@require_safe
@needs("quizzes.view_results")
def attempts(request, slug):
    """Each attempt and how it came: late, by hand, or known by its receipt alone."""
    context = _context(request, slug, "attempts")
    channel = request.GET.get("channel", "")
    if channel in Attempt.Channel.values:
        context["attempts"] = context["attempts"].filter(channel=channel)
        context["channel"] = channel
    page = Paginator(arrivals.in_order(context["attempts"]), PAGE).get_page(request.GET.get("p"))
    context |= {
        "page": page,
        "channels": Attempt.Channel.choices,
        "rows": arrivals.of(page.object_list),
        "waiting": arrivals.waiting(context["quiz"], request.user),
        "not_arrived": arrivals.not_arrived(context["quiz"], request.user),
    }
    return render(request, "quizzes/cms/by_attempt.html", context)


@require_safe
@needs("quizzes.view_results")
@needs("quizzes.view_question")
def attempt(request, slug, uuid):
    """One attempt, question by question, with the answers that came too late to count; for readers
    of keys."""
    context = _context(request, slug, "attempts")
    found = get_object_or_404(
        context["attempts"].select_related("officer", "quiz", "district__province"), uuid=uuid
    )
    note_key_read(request.user, found)
    language = get_language()
    asked = found.responses.select_related(
        "question__step", "version", "marked_by", "story_version"
    )
    responses = list(asked.order_by("position"))
    parts = parts_of(responses)
    kept_back = note_own_pools([one.question for one in responses], request.user)
    late = refused.by_question(found, responses, language)
    context |= {
        "attempt": found,
        "kept_back": kept_back,
        "arrival": arrivals.of(arrivals.in_order(context["attempts"].filter(pk=found.pk)))[0],
        "rows": [
            (
                look(one, found.values, language, shows_right=True, part=parts.get(one.position)),
                late[one.question.key],
            )
            for one in responses
        ],
    }
    return render(request, "quizzes/cms/attempt.html", context)


@require_safe
@needs("quizzes.view_results")
def districts(request, slug):
    """How each district stands."""
    context = _context(request, slug, "districts")
    page = Paginator(reports.by_district(context["attempts"]), PAGE).get_page(request.GET.get("p"))
    reports.add_mean(page.object_list)
    names = reports.district_names({row["district"] for row in page})
    for row in page:
        row["place"] = names.get(row["district"], "")
    return render(request, "quizzes/cms/by_district.html", context | {"page": page})


@require_safe
@needs("quizzes.view_results")
@needs("quizzes.view_question")
def questions(request, slug):
    """Which questions were hard, and which wrong option was chosen most: for readers of keys."""
    context = _context(request, slug, "questions")
    note_key_read(request.user, context["quiz"])
    rows = reports.by_question(context["attempts"])
    context["kept_back"] = note_own_pools([row.question for row in rows], request.user)
    context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("p"))
    return render(request, "quizzes/cms/by_question.html", context)
