"""Local notes in the CMS: the list, and one page a note on which it is decided."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from sop_site.lao import personal
from sop_site.officers.models import User

from ..models import LocalNote
from ..models.local_notes import ADOPTS, DECIDES
from ..notes import adopting, deciding, looking
from ..notes.deciding import NoteError

A_PAGE = 30
DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
STATES = {
    "work": gettext_lazy("To be decided or looked at again"),
    "shown": gettext_lazy("Shown to officers"),
    "over": gettext_lazy("Not approved, withdrawn, ended"),
    "all": gettext_lazy("All"),
}


class UntilForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Holds until"),
        widget=DATE,
        help_text=gettext_lazy("Then it ends by itself; you are reminded before."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=deciding.REASON_SIGNS,
        help_text=gettext_lazy("Whoever wrote the note reads it."),
    )


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """?state=work (the first), shown, over, all; of the places on which this person decides."""
    _admit(request)
    state = request.GET.get("state", "")
    state = state if state in STATES else "work"
    notes = LocalNote.objects.for_decider(request.user).filter(_of_state(state))
    notes = notes.for_rows().select_related("proposer")
    page = Paginator(notes, A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("Local notes"),
        "header_icon": "doc-empty-inverse",
        "page": page,
        "rows": [{"note": note, "title": note.step.title(get_language())} for note in page],
        "states": STATES.items(),
        "state": state,
    }
    return render(request, "sop_pages/cms/notes.html", context)


def _of_state(state: str) -> Q:
    shown = Q(state__in=LocalNote.SHOWN, expires_on__gte=localdate(), in_release=None)
    return {
        "work": Q(state=LocalNote.State.PROPOSED) | (shown & Q(changed_in__isnull=False)),
        "shown": shown,
        "over": ~shown & ~Q(state=LocalNote.State.PROPOSED),
        "all": Q(),
    }[state]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the note beside its step; POST does one deed on it. Raises Http404 for a note of
    another place."""
    _admit(request)
    notes = LocalNote.objects.for_decider(request.user).for_rows().select_related("proposer")
    found = get_object_or_404(notes, pk=pk)
    deed = request.POST.get("deed", "")
    if request.method == "POST" and deed not in deeds_on(found, request.user):
        raise PermissionDenied
    form = _form(deed, found, request.POST) if request.method == "POST" else None
    error = ""
    if form is not None and form.is_valid():
        try:
            said = DEEDS[deed](found, request.user, form.cleaned_data)
        except NoteError as refused:
            error = _placed(form, refused)
        else:
            messages.success(request, said)
            return redirect("local_note", found.pk)
    context = _context(request, found) | {"error": error}
    if form is not None:
        context["forms"][deed] = form
    return render(request, "sop_pages/cms/note.html", context, status=422 if form else 200)


def _placed(form: forms.Form, refused: NoteError) -> str:
    """Puts a refusal at its field; what belongs to none is returned."""
    if refused.field in form.fields:
        form.add_error(refused.field, str(refused))
        return ""
    return str(refused)


def _admit(request: HttpRequest) -> None:
    if not request.user.has_perm(DECIDES):
        raise PermissionDenied


def _approved(note: LocalNote, actor, told: dict) -> str:
    deciding.approve(note, actor=actor, until=told["until"])
    return _("Approved: officers of the place see it beneath the step.")


def _refused(note: LocalNote, actor, told: dict) -> str:
    deciding.refuse(note, actor=actor, reason=told["reason"])
    return _("Not approved; its writer reads the reason.")


def _kept(note: LocalNote, actor, told: dict) -> str:
    deciding.keep(note, actor=actor, until=told["until"])
    return _("Noted: looked at again, still right.")


def _withdrawn(note: LocalNote, actor, told: dict) -> str:
    deciding.withdraw(note, actor=actor, reason=told["reason"])
    return _("Withdrawn: officers don't see it any more.")


def _adopted(note: LocalNote, actor, told: dict) -> str:
    page = adopting.adopt(note, actor=actor)
    return _("Taken over: a draft of %(sop)s holds the text; its writer is told.") % {"sop": page}


DEEDS = {
    "approve": _approved,
    "refuse": _refused,
    "keep": _kept,
    "withdraw": _withdrawn,
    "adopt": _adopted,
}
FORMS = {"approve": UntilForm, "keep": UntilForm, "refuse": ReasonForm, "withdraw": ReasonForm}


def deeds_on(note: LocalNote, person) -> list[str]:
    """What this person can do with the note as it stands."""
    if not deciding.may_decide(note, person):
        return []
    if note.state == LocalNote.State.PROPOSED:
        return ["approve", "refuse"]
    if note.state in LocalNote.SHOWN and note.in_release_id is None:
        adopts = person.has_perm(ADOPTS) and note.state == LocalNote.State.APPROVED
        return ["keep", *(["adopt"] if adopts else []), "withdraw"]
    return []


def _form(deed: str, note: LocalNote, typed=None) -> forms.Form:
    usual = localdate() + timedelta(days=deciding.USUAL_DAYS)
    kind = FORMS.get(deed, forms.Form)
    return kind(typed, initial={"until": usual}, auto_id=f"{deed}_%s")


def _context(request: HttpRequest, note: LocalNote) -> dict:
    language = note.language
    return {
        "page_title": _("Local note"),
        "header_icon": "doc-empty-inverse",
        "note": note,
        "title": note.step.title(get_language()),
        "step": looking.step_now(note),
        "changes": looking.changes(note) if note.changed_in_id else None,
        "language": language,
        "findings": personal.findings(note.text),
        "own": note.proposer_id == request.user.pk,
        "forms": {deed: _form(deed, note) for deed in deeds_on(note, request.user)},
        "deeds": _deeds(note),
    }


def _deeds(note: LocalNote) -> list[dict]:
    """The log with names; a person who is gone is "removed", the system nobody."""
    rows = list(note.deeds.all())
    people = User.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id})
    names = dict(people.values_list("pk", "name"))
    return [
        {
            "at": row.at,
            "deed": row.get_deed_display(),
            "by": names.get(row.actor_id, _("removed")) if row.actor_id else "",
        }
        for row in rows
    ]
