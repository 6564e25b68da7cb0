"""Proposing a note by the plain form, and “My notes”: what became of them."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sop_site.offline import inbox

from ..models import LocalNote, Step
from ..notes import deciding
from ..notes.form import NoteForm, first
from ..notes.proposing import KIND

A_PAGE = 20


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET shows the form for ?sop=REG-01&step=agree-day, POST puts it into the inbox."""
    person = request.user
    if request.method != "POST":
        return _page(request, NoteForm(initial=first(request), person=person))
    form = NoteForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, form)
    findings = [] if "anyway" in request.POST else form.findings()
    if findings:
        return _page(request, form, findings=findings)
    outcome = inbox.deliver(person, KIND, form.payload, item_id=form.item_id)
    if outcome.is_kept:
        messages.success(request, _("Your note has arrived. You will see here what becomes of it."))
        return redirect("sop_pages:notes")
    form.add_refusal(outcome.field, outcome.message or _("This was sent before, with other words."))
    form.data = form.data.copy()
    form.data["item"] = str(uuid4())
    return _page(request, form)


def _page(request: HttpRequest, form: NoteForm, *, findings=()) -> HttpResponse:
    context = {
        "form": form,
        "step": _step(form),
        "findings": findings,
        "has_place": bool(form.fields["place"].widget.choices),
        "tab": "home",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "sop_pages/notes/new.html", context, status=status)


def _step(form: NoteForm) -> dict | None:
    """The step that the note is about, as far as it is known."""
    code, key = form["sop"].value() or "", form["step"].value() or ""
    if not code or not key:
        return None
    steps = Step.objects.filter(sop__code=code[:12].upper(), key=key[:60]).select_related("sop")
    step = steps.first()
    return step and {"step": step, "title": step.title(get_language())}


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All notes of this person, the newest first; reading them takes the mark “new” off."""
    notes = LocalNote.objects.filter(proposer=request.user).for_rows()
    page = Paginator(notes, A_PAGE).get_page(request.GET.get("p"))
    is_for_saving = getattr(request, "is_for_saving", False)
    rows = [
        {"note": note, "title": note.step.title(get_language()), "is_new": note.has_news}
        for note in page
    ]
    if not is_for_saving and any(row["is_new"] for row in rows):
        LocalNote.objects.filter(proposer=request.user).with_news().update(seen_at=timezone.now())
    context = {"page": page, "rows": rows, "is_for_saving": is_for_saving, "tab": "home"}
    return render(request, "sop_pages/notes/mine.html", context)


@login_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The writer takes a note back. Raises Http404 for another's."""
    note = get_object_or_404(LocalNote, proposer=request.user, pk=pk)
    try:
        deciding.withdraw(note, actor=request.user)
    except deciding.NoteError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The note is withdrawn."))
    return redirect("sop_pages:notes")
