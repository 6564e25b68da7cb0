"""The question bank in the CMS: a list, and one page to write a question in both languages."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sop_pages.step_titles import titles_of
from sop_site.lao.text import truncate

from .. import likeness
from ..beside import beside_of
from ..computing import computed_faults, examples
from ..content import ASKED_TYPES, CHOICES, LANGUAGES
from ..lints import blocking
from ..mending import note_what_to_mend, to_mend
from ..models import Question, QuestionState, QuestionType
from ..moving import NotMoved, move
from ..values import uncomputed, unknown_values, values_today
from ..writing import all_faults, write
from .access import may_write_questions, needs, to_read
from .cases import bind_to_case, question_for
from .forms import KEPT, SPECIAL_FORMS, BesideForm, QuestionForm, options_of, put_beside
from .while_writing import others, page_of
from .words_of_types import words_of_rows

PAGE = 50
SHOWN = 60  # of a step's title
SCRIPTS = [f"js/cms/question-{name}.js" for name in ("rows", "phone", "alike")]


@require_safe
@needs("quizzes.view_question")
def bank(request):
    """The questions of the pools that one may read, by a word, a state, a type."""
    found = Question.objects.readable_by(request.user)
    found = found.select_related("pool", "story", "step__sop")
    word = request.GET.get("q", "").strip()
    if word:
        found = found.filter(
            Q(key__icontains=word) | Q(title_lo__icontains=word) | Q(title_en__icontains=word)
        )
    for name in ("state", "type"):
        if request.GET.get(name):
            found = found.filter(**{name: request.GET[name]})
    page = Paginator(found.with_newest(), PAGE).get_page(request.GET.get("p"))
    note_what_to_mend(page.object_list)
    _name_steps(page.object_list)
    context = {
        "page": page,
        "word": word,
        "states": QuestionState.choices,
        "types": [choice for choice in QuestionType.choices if choice[0] in ASKED_TYPES],
        "may_write": may_write_questions(request.user),
    }
    return render(request, "quizzes/cms/bank.html", context)


def _name_steps(questions) -> None:
    """Sets `step_title` of each: the beginning of what its step is called."""
    titles = titles_of([one.step for one in questions if one.step], get_language())
    for question in questions:
        question.step_title = truncate(titles.get(question.step_id, ""), SHOWN)


@require_http_methods(["GET", "POST"])
@needs("quizzes.add_question")
def add(request, question_type):
    """A new question of this type; ?case=M1-15: one of that case."""
    if not may_write_questions(request.user):
        raise PermissionDenied
    if question_type not in ASKED_TYPES:
        raise Http404
    case = request.GET.get("case")
    question = question_for(request.user, case, question_type) if case else None
    return _write(request, question or Question(type=question_type), None)


@require_http_methods(["GET", "POST"])
@needs("quizzes.view_question")
def edit(request, key):
    """A question and its key. Saving makes the next version if someone was asked this one."""
    question = to_read(Question, key, request.user)
    if question.type not in ASKED_TYPES:
        raise Http404
    return _write(request, question, question.versions.order_by("-number").first())


def _write(request, question: Question, newest):
    may_write = may_write_questions(request.user, question)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    tried, found = [], []
    data = request.POST if request.method == "POST" else None
    content = newest.content if newest else None
    form = QuestionForm(
        data,
        instance=question,
        content=content,
        writer=request.user,
        initial={} if newest else _kept(request),
    )
    bind_to_case(form, question)
    options = options_of(question.type, content, data)
    special = _special(question.type, content, data)
    beside = BesideForm(data, request.FILES or None, content=content)
    parts = [part for part in (form, options, beside, special) if part]
    # All of them: what is wrong in each is shown at once.
    is_read = data is None or all([part.is_valid() for part in parts])
    if data is not None and is_read:
        content = _content(parts)
        if data.get("do") == "try":
            tried = all_faults(question.type, content)
        elif saved := _save(request, form, content):
            return redirect(_next_place(request, form, saved))
    if content and is_read:
        found = to_mend(question.type, content)
    drawn, why = _examples(question.type, content if is_read else None)
    context = {
        "form": form,
        "rows": words_of_rows(question.type),
        "options": options,
        "hint": _hint(question.type),
        "special": special,
        "beside": beside,
        "pictures": beside_of(beside.kept(), get_language()),
        "question": question,
        "newest": newest,
        "may_write": may_write,
        "tried": tried,
        "found": found,
        "elsewhere": put_beside(found, form, options, special),
        "examples": drawn,
        "no_examples": why,
        "scripts": SCRIPTS if may_write else [],
        "alike": _alike(request, question, content) if may_write else [],
        "phones": [] if may_write or not content else _phones(request, question.type, content),
    }
    return render(request, "quizzes/cms/question.html", context)


def _hint(question_type: str) -> str:
    """Which keys lead through its form: by its options, by other rows, or by its fields."""
    if question_type in CHOICES:
        return "options"
    rows = question_type in (QuestionType.MATCHING, QuestionType.ORDERING)
    return "rows" if rows else "fields"


def _alike(request, question: Question, content: dict | None) -> list:
    """The closest of other questions, where the page is made with words on it."""
    if not content:
        return []
    return likeness.alike(content["stem"], others(request.user, question.key))


def _phones(request, question_type: str, content: dict) -> list[str]:
    return [page_of(request, question_type, content, language) for language in LANGUAGES]


def _kept(request) -> dict[str, str]:
    """What a new question has in common with the one before it."""
    return {name: request.GET[name] for name in KEPT if name in request.GET}


def _next_place(request, form: QuestionForm, saved: Question) -> str:
    """The question that was saved; or an empty one, with what it has in common with it."""
    if request.POST.get("do") != "next":
        return reverse("quiz_question_edit", args=[saved.key])
    place = reverse("quiz_question_add", args=[saved.type])
    case = {"case": saved.story.key} if saved.story_id else {}
    return f"{place}?{urlencode(form.kept() | case)}"


def _special(question_type: str, content: dict | None, data):
    form = SPECIAL_FORMS.get(question_type)
    if form is None:
        return None
    more = {"content": content} if question_type == QuestionType.COMPUTED else {}
    return form(data, initial=form.initial_of(content or {}), **more)


def _examples(question_type: str, content: dict | None) -> tuple[list, list[str]]:
    """Of a computed question: three times its numbers and the answer to them, whatever of its words
    is still missing; or why there are none, sentences."""
    if question_type != QuestionType.COMPUTED or not content:
        return [], []
    said = [*computed_faults(content), *unknown_values(content)] or uncomputed(content)
    return ([], said) if said else (examples(content, values_today([content])), [])


def _content(parts: list) -> dict:
    return {name: said for part in parts for name, said in part.content().items()}


def _save(request, form: QuestionForm, content: dict) -> Question | None:
    """Saves; a question that is ready must have nothing missing, a draft may."""
    said = all_faults(form.instance.type, content)
    if form.cleaned_data["state"] == QuestionState.READY:
        for sentence in said:
            form.add_error(None, sentence)
        stops = blocking(to_mend(form.instance.type, content))
        if stops:
            text = ngettext(
                "It isn't ready yet: %(count)d thing has to be mended, marked below. Or save it as "
                "a draft, which may have gaps.",
                "It isn't ready yet: %(count)d things have to be mended, marked below. Or save it "
                "as a draft, which may have gaps.",
                len(stops),
            )
            form.add_error("state", text % {"count": len(stops)})
        if said or stops:
            return None
    try:
        with transaction.atomic():
            question = form.save()
            if case := form.cleaned_data.get("case"):
                question = move(question, case, actor=request.user)
            version = write(question, content, actor=request.user, is_draft=bool(said))
    except NotMoved as why:
        form.add_error("case", str(why))
        return None
    except IntegrityError:
        form.instance.pk = None
        form.add_error("key", _("Another question got this key just now. Save once more."))
        return None
    text = _("Saved as version %(number)d of %(key)s.")
    messages.success(request, text % {"number": version.number, "key": question.key})
    for sentence in said:
        messages.warning(request, _("Before it can be asked: %(what)s") % {"what": sentence})
    return question
