"""Printing a quiz: what was printed before, new sheets, their PDF and the key's."""

import logging

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sop_pages.paper import kept
from sop_pages.paper.typesetting import Busy, Unmakeable

from ... import reports
from ...cms.access import needs, note_key_read
from ...models import PaperPrint, Quiz
from ...models.papers import LETTERS
from .. import printing
from ..access import may_type, reads_keys
from ..keys import key_data
from ..sheets import TEMPLATE, pictures_of, sheets_data

log = logging.getLogger("khumue.pdf")
PAGE = 20
VIEW, KEYS = "quizzes.view_results", "quizzes.view_question"


class PrintForm(forms.Form):
    """How many sheets, in how many versions, in which language."""

    sheets = forms.IntegerField(
        label=gettext_lazy("Sheets"),
        min_value=1,
        max_value=printing.MOST_SHEETS,
        initial=20,
        help_text=gettext_lazy("One for each officer, and a few more."),
    )
    versions = forms.TypedChoiceField(
        label=gettext_lazy("Versions"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, len(LETTERS) + 1)],
        initial=2,
        help_text=gettext_lazy("Drawn and shuffled anew for each, so that neighbours differ."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def prints(request, slug):
    """The prints of a quiz, how far they are typed in, and a form for new sheets."""
    quiz = get_object_or_404(Quiz, slug=slug)
    form = None
    if may_type(request.user):
        form = PrintForm(request.POST or None)
    elif request.method == "POST":
        raise PermissionDenied
    if form and form.is_valid():
        try:
            paper = printing.prepare(quiz, by=request.user, **form.cleaned_data)
        except printing.CannotPrint as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The sheets are ready: open them to print."))
            return redirect(f"{request.path}#print-{paper.pk}")
    found = (
        quiz.paper_prints.select_related("made_by")
        .order_by("-made_at", "-pk")
        .annotate(
            sheets=Count("versions__sheets", distinct=True),
            typed=Count(
                "versions__sheets",
                filter=Q(versions__sheets__attempt__isnull=False),
                distinct=True,
            ),
            drawn=Count("versions", distinct=True),
        )
    )
    context = {
        "quiz": quiz,
        "part": "paper",
        "sees_questions": request.user.has_perm(KEYS),
        "summary": reports.summary(quiz.attempts.handed_in().results_for(request.user)),
        "page": Paginator(found, PAGE).get_page(request.GET.get("p")),
        "form": form,
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "quizzes/paper/cms/prints.html", context, status=status)


@require_safe
@needs(VIEW)
def sheets_pdf(request, slug, pk):
    """All sheets of a print; ?sides=2 for a printer that prints both sides."""
    paper = print_or_404(request, slug, pk)
    both = request.GET.get("sides") == "2"
    data = sheets_data(paper, both_sides=both)
    return _pdf(request, data, slug, f"{pk}-sheets", pictures_of(data))


@never_cache
@require_safe
@needs(VIEW)
@needs(KEYS)
def key_pdf(request, slug, pk):
    """The right answers of each version: only for those who may read keys."""
    paper = print_or_404(request, slug, pk)
    if not reads_keys(request.user, paper):
        messages.error(request, _("It asks questions of pools whose right answers aren't yours."))
        return redirect("quiz_paper", slug)
    note_key_read(request.user, paper.quiz)
    return _pdf(request, key_data(paper), slug, f"{pk}-key")


def print_or_404(request: HttpRequest, slug: str, pk: int) -> PaperPrint:
    if not may_type(request.user) and not request.user.has_perm(KEYS):
        raise PermissionDenied  # questions before the day are no reading for others
    return get_object_or_404(PaperPrint.objects.select_related("quiz"), quiz__slug=slug, pk=pk)


def _pdf(request: HttpRequest, data: dict, slug: str, name: str, pictures=None) -> HttpResponse:
    name, pictures = f"{slug}-{name}", pictures or {}
    key = kept.key_of(data, pictures, TEMPLATE)
    try:
        content = kept.find(key) or kept.make(key, data, pictures, name=name, template=TEMPLATE)
    except Busy:
        messages.error(request, _("The press has other work. Ask again in a minute."))
    except Unmakeable as error:
        log.error("A PDF could not be made: %s: %s", name, error)
        messages.error(request, _("The PDF could not be made. The administrator finds why."))
    else:
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response
    return redirect("quiz_paper", slug)
