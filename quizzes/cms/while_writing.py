"""What a trainer sees while a question is being written: it on a phone, and others like it.

Nothing is saved, and nothing is read but what the form sends.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from .. import likeness
from ..content import ASKED_TYPES, LANGUAGES
from ..models import Question, QuestionState, QuestionType, Quiz
from ..presenting import preview
from .access import may_write_questions, needs
from .forms import SPECIAL_FORMS, BesideForm, QuestionForm, options_of


@require_POST
@needs("quizzes.add_question")
def on_phone(request, question_type, language):
    """The form's question as an officer's phone shows it in this language."""
    if not may_write_questions(request.user):
        raise PermissionDenied
    if question_type not in ASKED_TYPES or language not in LANGUAGES:
        raise Http404
    content = draft(question_type, request.POST, request.user)
    return HttpResponse(page_of(request, question_type, content, language))


def page_of(request, question_type: str, content: dict | None, language: str) -> str:
    """A question on a page of its own, as an officer meets it; without a script."""
    with override(language):
        context = {
            "language": language,
            "asked": preview(question_type, content, language) if content else None,
            "quiz": Quiz(title_lo=_("Preview"), title_en=_("Preview")),
            "response": {"position": 1},
            "count": 1,
        }
        return render_to_string("quizzes/cms/on_phone.html", context, request)


def draft(question_type: str, data, writer) -> dict | None:
    """A content from what was typed so far, whatever is missing; None where it can't be shown."""
    form = QuestionForm(data, instance=Question(type=question_type), writer=writer)
    options = options_of(question_type, None, data)
    form.is_valid()
    too_long = any(f"stem_{language}" not in form.cleaned_data for language in LANGUAGES)
    if too_long or not options.is_valid():
        return None
    beside = BesideForm(data)
    content = form.content() | options.content()
    if beside.is_valid():
        content |= beside.content()
    special = SPECIAL_FORMS.get(question_type)
    if special:
        more = special(data)
        if more.is_valid():
            content |= more.content()
        elif question_type == QuestionType.COMPUTED:
            return None
    return content


@require_POST
@needs("quizzes.add_question")
def alike(request):
    """The closest questions of the pools that one may read: stem_lo, stem_en, and `question`, the
    key of the one that is being written."""
    if not may_write_questions(request.user):
        raise PermissionDenied
    found = likeness.alike(
        stem_of(request.POST), others(request.user, request.POST.get("question"))
    )
    return render(request, "quizzes/cms/_alike.html", {"alike": found})


def others(user, key: str | None):
    """The questions that this person reads, less the retired and the one that is written."""
    readable = Question.objects.readable_by(user).exclude(state=QuestionState.RETIRED)
    return readable.exclude(key=key or "")


def stem_of(data) -> dict[str, str]:
    return {language: data.get(f"stem_{language}", "")[:2_000] for language in LANGUAGES}
