"""The versions of a question or of a case's story: what each says, what changed, what rests on it.

Only to be read: a version that was asked never changes.
"""

from collections.abc import Iterator
from itertools import pairwise

from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sop_pages.models import values_on

from ..computing import own_names
from ..content import ASKED_TYPES
from ..models import Question, Story
from ..uses import Use, uses_of
from . import passages
from .access import needs, to_read


@require_safe
@needs("quizzes.view_question")
def of_question(request, key):
    """A question's versions, the newest first, in both languages."""
    question = to_read(Question, key, request.user)
    if question.type not in ASKED_TYPES:
        raise Http404
    versions = _with_makers(question)
    said = [passages.of_question(question.type, version.content) for version in versions]
    kept = {name for version in versions for name in own_names(version.content)}
    context = {
        "icon": "help",
        "back": "quiz_question_edit",
        "back_said": _("Back to the question"),
    }
    return _page(request, question, _told(question, versions, said, kept), context)


@require_safe
@needs("quizzes.view_question")
def of_case(request, key):
    """The versions of a case's story; those of its questions stand on their own pages."""
    story = to_read(Story, key, request.user)
    versions = _with_makers(story)
    said = [passages.of_story(version.content) for version in versions]
    context = {
        "icon": "doc-full",
        "back": "quiz_case_edit",
        "back_said": _("Back to the case"),
    }
    return _page(request, story, _told(story, versions, said, set()), context)


def _with_makers(owner: Question | Story) -> list:
    return list(owner.versions.select_related("created_by").order_by("number"))


def _told(owner, versions: list, said: list, kept: set[str]) -> Iterator[dict]:
    """Each version with what rests on it and what it changed; seven queries at most."""
    uses, comparing = uses_of(owner), passages.Comparing(values_on(localdate()), kept)
    for version, (before, after) in zip(versions, pairwise([None, *said]), strict=True):
        yield {
            "version": version,
            "use": uses.get(version.pk, Use()),
            "is_first": before is None,
            "changed": comparing.changed(before, after) if before is not None else [],
            "whole": comparing.whole(after),
        }


def _page(request, owner, told: Iterator[dict], context: dict):
    rows = list(told)[::-1]
    context |= {"owner": owner, "rows": rows}
    return render(request, "quizzes/cms/versions.html", context)
