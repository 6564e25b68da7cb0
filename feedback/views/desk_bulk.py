"""Many reports at once: what each sender would read is shown, then it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from .. import bulk, handing_over, phrases
from ..bulk import Done, Heard
from ..models import Tag
from ..queue import Filters
from ..triage import TriageError
from .desk import chosen as chosen_person
from .desk import of_the_desk, state_choices
from .themes import must_triage

LANGUAGES = ("lo", "en")


@dataclass(frozen=True)
class Deed:
    """`heard` says what senders would read, `does` does it; both take the request and reports."""

    title: str
    heard: Callable
    does: Callable
    asks: Callable = lambda request: {}


def texts(request) -> dict[str, str]:
    return {language: request.POST.get(f"text_{language}", "") for language in LANGUAGES}


def reply_of(request) -> dict:
    return {
        "actor": request.user,
        "texts": texts(request),
        "state": request.POST.get("state", ""),
        "passed_to": request.POST.get("passed_to", ""),
    }


def holder(request):
    asked = request.POST.get("to", "")
    return chosen_person(asked, is_active=True) if asked else None


def merged(request, them) -> Done:
    theme = bulk.merge(them, actor=request.user)
    return Done([one.report for one in them], theme=theme)


def nothing(request, them) -> list[Heard]:
    return [Heard(one) for one in them]


DEEDS = {
    "assign": Deed(
        gettext_lazy("Give to a person"),
        lambda request, them: bulk.heard_by_assigning(them, holder(request)),
        lambda request, them: bulk.assign(them, actor=request.user, to=holder(request)),
        lambda request: {"people": handing_over.takers()},
    ),
    "answer": Deed(
        gettext_lazy("Answer them"),
        lambda request, them: bulk.heard_by_answering(them, **reply_of(request)),
        lambda request, them: bulk.answer(them, **reply_of(request)),
        lambda request: {"states": state_choices(request.user), "phrases": phrases.in_both()},
    ),
    "tag": Deed(
        gettext_lazy("Tag them"),
        nothing,
        lambda request, them: bulk.tag(them, name=request.POST.get("tag", "")),
        lambda request: {"tags": Tag.objects.all()},
    ),
    "merge": Deed(gettext_lazy("Merge into a theme"), nothing, merged),
}


@of_the_desk
@require_POST
def many(request):
    """`deed` on the reports `report` ("number:version"); `step` is "", "show" or "do"."""
    must_triage(request)
    back, name = back_to(request), request.POST.get("deed", "")
    try:
        them = bulk.chosen(request.user, request.POST.getlist("report"))
        if not them or name not in DEEDS:
            raise TriageError(_("Please choose reports, and what to do with them."))
    except TriageError as error:
        messages.error(request, str(error))
        return redirect(back)
    deed, step = DEEDS[name], request.POST.get("step", "")
    try:
        if step == "do":
            return done(request, name, deed.does(request, them), back)
        heard = deed.heard(request, them) if step == "show" else nothing(request, them)
    except TriageError as error:
        return show(request, name, nothing(request, them), back, error=str(error), status=422)
    return show(request, name, heard, back, is_preview=step == "show")


def back_to(request) -> str:
    """The queue with the filters from which the person came; nothing else fits in."""
    query = Filters.read(QueryDict(request.POST.get("back", "")[:500])).query
    return reverse("feedback_desk") + (f"?{query}" if query else "")


def done(request, name: str, found: Done, back: str):
    number = len(found.done)
    if number:
        said = ngettext("%(n)d report done.", "%(n)d reports done.", number) % {"n": number}
        messages.success(request, said)
    if found.theme:
        messages.info(request, _("Please look at the theme's titles: they are only proposed."))
        return redirect("feedback_theme", pk=found.theme.pk)
    if not found.left:
        return redirect(back)
    return show(request, name, as_they_are_now(request, found.left), back, status=422)


def as_they_are_now(request, left: list[Heard]) -> list[Heard]:
    """What was left, with the version and state that it has by now."""
    why = {one.chosen.report.pk: one.refused for one in left}
    pks = [f"{pk}:0" for pk in why]
    now = [one.report for one in bulk.chosen(request.user, pks)]
    return [Heard(bulk.Chosen(one, one.version), refused=why[one.pk]) for one in now]


def show(request, name: str, heard, back: str, *, error="", is_preview=False, status=200):
    context = {
        "page_title": DEEDS[name].title,
        "header_icon": "comment",
        "deed": name,
        "heard": heard,
        "is_preview": is_preview,
        "back": back,
        "back_query": request.POST.get("back", "")[:500],
        "typed": request.POST,
        "error": error,
        **DEEDS[name].asks(request),
    }
    return render(request, "feedback/desk/bulk.html", context, status=status)
