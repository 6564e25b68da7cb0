"""The desk in the CMS: the queue, one open report, and what can be done with it."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sop_site.officers import roles
from sop_site.officers.models import User

from .. import (
    handing_over,
    likeness,
    naming,
    phrases,
    queue,
    redaction,
    tagging,
    triage,
    working_days,
)
from ..access import desk_report_or_404
from ..models import Report
from ..queue_choices import choices
from ..triage import correcting


def of_the_desk(view):
    """For those who read reports of others; what is written there is kept nowhere on the way."""

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm("feedback.read_report"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@of_the_desk
@require_safe
def desk(request):
    filters = queue.Filters.read(request.GET)
    page, holders = queue.page_of(request.user, filters, request.GET.get("p"))
    context = {
        "page_title": _("Reports"),
        "header_icon": "comment",
        "page": page,
        "filters": filters,
        "holders": holders,
        "calendar": working_days.calendar(),
        "may_triage": request.user.has_perm("feedback.triage_report"),
        **choices(filters.sop),
    }
    return render(request, "feedback/desk/queue.html", context)


@of_the_desk
@require_safe
def report(request, code):
    return show(request, desk_report_or_404(request, code))


def show(request, found: Report, *, typed=None, error="", name="", originals=(), status=200):
    typed = typed or {}
    context = {
        "page_title": _("Report %(code)s") % {"code": found.code},
        "header_icon": "comment",
        "report": found,
        "sender": naming.shown_to(request.user, found),
        "opened_name": name,
        "originals": originals,
        "is_blacked_out": found.redactions.exists(),
        "sees_originals": redaction.may_see_originals(request.user),
        "thread": found.messages.select_related("author"),
        "changes": changes_of(found),
        "photos": found.photos.all(),
        "calendar": working_days.calendar(),
        "phrases": phrases.for_report(found),
        "states": state_choices(request.user),
        "people": holders(found),
        "theme": found.theme,
        "alike": alike_to(found, request.user),
        "votes": found.votes.select_related("district__province"),
        "may_answer": bool(triage.states_for(request.user)),
        "may_triage": request.user.has_perm("feedback.triage_report"),
        "typed": typed,
        "error": error,
        "tags": found.tags.all(),
        "chosen": chosen_by_sender(found),
        **way(request, found),
    }
    return render(request, "feedback/desk/report.html", context, status=status)


def chosen_by_sender(report: Report) -> str:
    """The category and step that the sender had chosen, where LSSO has put others."""
    was = correcting.chosen(report)
    return correcting.shown(was) if was else ""


def way(request, found: Report) -> dict:
    """Back to the queue as it was, and on to the report after this one and before it."""
    filters = came_from(request)
    before, after = queue.neighbours(request.user, filters, found)
    return {
        "queue": filters.query,
        "suffix": suffix(filters),
        "before": before,
        "after": after,
    }


def came_from(request) -> queue.Filters:
    return queue.Filters.read(QueryDict(request.GET.get("back", "")[:500]))


def suffix(filters: queue.Filters) -> str:
    """What an address carries on, so that the way back stays."""
    return f"?{urlencode({'back': filters.query})}" if filters.query else ""


def alike_to(report: Report, user) -> list:
    """Open reports of this desk that may belong to the same theme; none for a sensitive one."""
    if report.sensitive or not user.has_perm("feedback.triage_report"):
        return []
    among = Report.objects.for_desk_of(user).not_sensitive().open().select_related("theme")
    if report.theme_id:
        among = among.exclude(theme_id=report.theme_id)
    return likeness.alike(report, among)


def state_choices(user) -> list:
    return [(state.value, state.label) for state in triage.states_for(user)]


def holders(report: Report) -> list[User]:
    """Who can be given this report: leads alone for a sensitive one."""
    return handing_over.takers([roles.LEAD] if report.sensitive else handing_over.LSSO)


def changes_of(report: Report) -> list[dict]:
    """The log with names; a person who is gone is "removed"."""
    changes = list(report.changes.all())
    ids = {change.actor_id for change in changes} | {change.assigned_id for change in changes}
    # The sender's name has its own rule: it is not told by the log.
    people = User.objects.filter(pk__in=ids - {report.sender_id})
    names = {person.pk: person.name_here for person in people}
    return [
        {
            "at": change.at,
            "after": change.get_after_display(),
            "by": _("the sender")
            if change.actor_id and change.actor_id == report.sender_id
            else names.get(change.actor_id, _("removed")),
            "to": names.get(change.assigned_id, ""),
        }
        for change in changes
    ]


def deed(view):
    """A deed on a report: 404, 403, the deed; a refusal is said beside what was typed."""

    @of_the_desk
    @require_POST
    @wraps(view)
    def done(request, code):
        found = desk_report_or_404(request, code)
        if not request.user.has_perm("feedback.answer_report"):
            raise PermissionDenied
        try:
            said = view(request, found)
        except triage.TriageError as error:
            current = desk_report_or_404(request, code)
            return show(request, current, typed=request.POST, error=str(error), status=422)
        messages.success(request, said)
        page = reverse("feedback_desk_report", args=[found.code.lower()])
        return redirect(page + suffix(came_from(request)))

    return done


def seen(request) -> int | None:
    """The version of the report that the person acted on."""
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 9 else None


@deed
def reply(request, found):
    triage.reply(
        found,
        actor=request.user,
        seen=seen(request),
        text=request.POST.get("text", ""),
        state=request.POST.get("state", ""),
        passed_to=request.POST.get("passed_to", ""),
    )
    return _("The sender gets your reply.")


@deed
def note(request, found):
    triage.note(found, actor=request.user, text=request.POST.get("text", ""))
    return _("The note is kept on the desk.")


@deed
def tags(request, found):
    if not request.user.has_perm("feedback.triage_report"):
        raise PermissionDenied
    tagging.put(found, request.POST.get("tags", ""))
    return _("Saved.")


@deed
def assign(request, found):
    if not request.user.has_perm("feedback.triage_report"):
        raise PermissionDenied
    asked = request.POST.get("to", "")
    to = request.user if asked == "me" else person(asked)
    triage.assign(found, actor=request.user, seen=seen(request), to=to)
    return _("Saved.")


def person(asked: str) -> User | None:
    return chosen(asked, is_active=True) if asked else None


def chosen(asked: str, **must) -> User:
    """The person of this number; whoever is away may have left. Raises TriageError."""
    readable = asked.isascii() and asked.isdecimal() and len(asked) < 12
    found = User.objects.filter(pk=asked, **must).first() if readable else None
    if found is None:
        raise triage.TriageError(_("Please choose one."))
    return found


@deed
def close(request, found):
    if not request.user.has_perm("feedback.triage_report"):
        raise PermissionDenied
    outcome = request.POST.get("outcome", "")
    triage.close(found, actor=request.user, seen=seen(request), outcome=outcome)
    return _("The report is closed.")


@of_the_desk
@require_POST
def open_name(request, code):
    """Shows a name that the sender keeps back, once, and writes down who asked for it."""
    found = desk_report_or_404(request, code)
    if not naming.may_open(request.user, found):
        raise PermissionDenied
    return show(request, found, name=naming.open_name(found, actor=request.user))
