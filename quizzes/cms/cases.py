"""Cases in the CMS: a list, and one page with the story, its questions and how they read."""

from string import ascii_lowercase

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.forms import ModelChoiceField
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ..content import ASKED_TYPES
from ..mending import to_mend_in_story
from ..models import Question, QuestionState, QuestionType, QuestionVersion, Story
from ..moving import next_place
from ..presenting import preview
from ..values import values_today
from ..wording import rich
from ..writing import all_story_faults, write_story
from .access import may_write_questions, needs, to_read
from .case_forms import CaseForm, holds_all, keep_parts, parts_of_case
from .forms.places import put_beside

PAGE = 50


@require_safe
@needs("quizzes.view_question")
def cases(request):
    """The cases of the pools that one may read, by a word or a state."""
    found = Story.objects.readable_by(request.user).select_related("pool")
    word = request.GET.get("q", "").strip()
    if word:
        found = found.filter(
            Q(key__icontains=word) | Q(title_lo__icontains=word) | Q(title_en__icontains=word)
        )
    if request.GET.get("state"):
        found = found.filter(state=request.GET["state"])
    counted = found.annotate(count=Count("questions")).order_by("key")
    context = {
        "page": Paginator(counted, PAGE).get_page(request.GET.get("p")),
        "word": word,
        "states": Story.State.choices,
        "may_write": may_write_questions(request.user),
    }
    return render(request, "quizzes/cms/cases.html", context)


@require_http_methods(["GET", "POST"])
@needs("quizzes.add_question")
def add(request):
    """A new case; its questions are written once it is saved."""
    if not may_write_questions(request.user):
        raise PermissionDenied
    return _write(request, Story(), None)


@require_http_methods(["GET", "POST"])
@needs("quizzes.view_question")
def edit(request, key):
    """A case. Saving makes the next version of the story if someone was asked this one."""
    story = to_read(Story, key, request.user)
    return _write(request, story, story.versions.order_by("-number").first())


def _write(request, story: Story, newest):
    may_write = may_write_questions(request.user, story)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = CaseForm(
        data, instance=story, content=newest.content if newest else None, writer=request.user
    )
    parts = parts_of_case(story, data)
    if data is not None and form.is_valid() and not holds_all(parts):
        form.add_error(None, _("The case has other questions by now. Look at them and save again."))
        parts = parts_of_case(story)
    elif data is not None and form.is_valid() and parts.is_valid():
        saved = _save(request, form, parts)
        if saved:
            return redirect("quiz_case_edit", saved.key)
    content = form.content() if form.is_bound and form.is_valid() else newest and newest.content
    if content:
        put_beside(to_mend_in_story(content), form)
    context = {
        "form": form,
        "parts": parts,
        "story": story,
        "newest": newest,
        "may_write": may_write,
        "types": [choice for choice in QuestionType.choices if choice[0] in ASKED_TYPES],
        "preview": _preview(newest, story, get_language()) if newest else None,
    }
    return render(request, "quizzes/cms/case.html", context)


def _save(request, form: CaseForm, parts) -> Story | None:
    """Saves; a case that is ready must have a story in both languages and a question that is."""
    content = form.content()
    said = all_story_faults(content)
    states = [part.instance.state for part in parts.forms]
    if QuestionState.READY not in states:
        said.append(_("A case needs a question that is ready."))
    if said and form.cleaned_data["state"] == Story.State.READY:
        for sentence in said:
            form.add_error(None, sentence)
        return None
    try:
        with transaction.atomic():
            story = form.save()
            version = write_story(story, content, actor=request.user, is_draft=bool(said))
            keep_parts(parts, story.pool)
    except IntegrityError:
        form.instance.pk = None
        form.add_error("key", _("Another case got this key just now. Save once more."))
        return None
    text = _("Saved as version %(number)d of %(key)s.")
    messages.success(request, text % {"number": version.number, "key": story.key})
    for sentence in said:
        messages.warning(request, _("Before it can be asked: %(what)s") % {"what": sentence})
    _say_drafts(request, states)
    return story


def _say_drafts(request, states: list[str]) -> None:
    count = states.count(QuestionState.DRAFT)
    if count:
        text = ngettext(
            "%(count)d question of it is a draft: it isn't asked.",
            "%(count)d questions of it are drafts: they aren't asked.",
            count,
        )
        messages.warning(request, text % {"count": count})


def _preview(newest, story: Story, language: str) -> dict:
    """The story and its questions as an officer reads them today; three queries at most."""
    questions = list(story.questions.order_by("story_position", "pk"))
    rows = QuestionVersion.objects.filter(question__in=questions).order_by("number")
    contents = {version.question_id: version.content for version in rows}
    values = values_today([newest.content, *contents.values()])
    return {
        "story": rich(newest.content["story"], language, values),
        "lesson": rich(newest.content.get("explanation"), language, values),
        "questions": [
            preview(question.type, contents[question.pk], language, values)
            for question in questions
            if question.pk in contents and question.state != QuestionState.RETIRED
        ],
    }


def question_for(user, key: str, question_type: str) -> Question:
    """A new question of a case, after those that it has. 404 without such a case, and refused in a
    pool of others."""
    story = get_object_or_404(Story.objects.select_related("pool"), key=key)
    if not may_write_questions(user, story):
        raise PermissionDenied
    return Question(
        type=question_type,
        pool=story.pool,
        story=story,
        story_position=next_place(story),
        share=1,
        key=_free_letter(story),
    )


def _free_letter(story: Story) -> str:
    taken = set(
        Question.objects.filter(key__startswith=f"{story.key}-").values_list("key", flat=True)
    )
    found = (f"{story.key}-{letter}" for letter in ascii_lowercase)
    return next((key for key in found if key not in taken), "")


def bind_to_case(form, question: Question) -> None:
    """Of a question of a case the form can't change the pool: it is the case's. One that is there
    may be put into another case of that pool."""
    if not question.story_id:
        return
    form.initial["pool"] = question.pool_id
    form.fields["pool"].disabled = True
    if not question.pk:
        form.initial["key"] = question.key
        return
    own = Story.objects.filter(pool=question.pool_id).exclude(state=Story.State.RETIRED)
    form.initial["case"] = question.story_id
    form.fields["case"] = ModelChoiceField(
        own | Story.objects.filter(pk=question.story_id),
        label=_("Case"),
        empty_label=None,
        help_text=_(
            "In another case it stands last, with its key and share. Attempts that run stay as "
            "they are."
        ),
    )
