"""“Who has confirmed” in the CMS: releases that ask, the people of one, the same as xlsx."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from sop_site.officers import audit
from sop_site.officers.models import District, Province
from sop_site.officers.numbers import written

from .. import acknowledging, confirmed
from ..confirmed import MAY_SEE, Narrowed
from ..files.spreadsheets import as_download
from ..models import AcknowledgementRequest, Release
from ..models.approval import decides
from ..releases import in_force_ids
from .asking_form import AskingForm

PAGE = 50
ICON = "check"


def _may(request: HttpRequest) -> None:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Each release that asks, with how many have confirmed; LSSO also those that could ask."""
    _may(request)
    asking = confirmed.requests_for(request.user)
    page = Paginator(asking, PAGE).get_page(request.GET.get("p"))
    counts = confirmed.tallies(list(page), request.user)
    may_ask = decides(request.user)
    context = {
        "page_title": _("Who has confirmed"),
        "header_icon": ICON,
        "page": page,
        "rows": [{"request": one, "count": counts[one.pk]} for one in page],
        "may_ask": may_ask,
        "silent": _silent(asking) if may_ask else [],
        "today": localdate(),
    }
    return render(request, "sop_pages/cms/confirmed.html", context)


def _silent(asking) -> list[Release]:
    """The releases in force that ask nobody, and may."""
    found = Release.objects.filter(pk__in=in_force_ids(localdate()), meaning_unchanged=False)
    asked = {one.release_id for one in asking}
    return [one for one in found.select_related("sop").order_by("sop__code") if one.pk not in asked]


def _request_of(request: HttpRequest, release_id: int) -> AcknowledgementRequest:
    """Raises Http404, PermissionDenied."""
    _may(request)
    for one in confirmed.requests_for(request.user):
        if one.release_id == release_id:
            return one
    raise Http404


@never_cache
@require_safe
def people(request: HttpRequest, release_id: int) -> HttpResponse:
    """Who of those asked has confirmed and who has not; ?province=06&district=0601&state=no."""
    asked = _request_of(request, release_id)
    narrowed = Narrowed.of(request.GET)
    found = confirmed.listed(asked, request.user, narrowed)
    page = Paginator(found, PAGE).get_page(request.GET.get("p"))
    words = confirmed.words_of(asked, page.object_list)
    places = confirmed.by_place(asked, request.user, narrowed)
    context = {
        "page_title": _("Who has confirmed %(release)s") % {"release": asked.release},
        "header_icon": ICON,
        "asked": asked,
        "asked_of": confirmed.asked_in_words(asked),
        "due": confirmed.due_in_words(asked),
        "narrowed": narrowed,
        "page": page,
        "rows": [_row(one, words.get(one.pk)) for one in page],
        "places": places,
        "total": sum(one.asked for one in places),
        "done": sum(one.confirmed for one in places),
        "may_ask": decides(request.user),
        **_choices(request, narrowed),
    }
    return render(request, "sop_pages/cms/confirmed_people.html", context)


def _row(person, word) -> dict:
    language = confirmed.LANGUAGES.get(word.language, "") if word else ""
    number = written(person.username)
    return {"person": person, "number": number, "word": word, "language": language}


def _choices(request: HttpRequest, narrowed: Narrowed) -> dict:
    own = confirmed.own_province(request.user)
    province = own or narrowed.province
    districts = District.objects.filter(province=province) if province else District.objects.all()
    return {"provinces": [] if own else Province.objects.all(), "districts": districts}


@never_cache
@require_safe
def download(request: HttpRequest, release_id: int) -> HttpResponse:
    """The list as it is narrowed, as xlsx. Who took it out is logged."""
    asked = _request_of(request, release_id)
    narrowed = Narrowed.of(request.GET)
    found = list(confirmed.listed(asked, request.user, narrowed))
    content = confirmed.workbook(asked, found)
    facts = {"rows": len(found)} | narrowed.facts()
    audit.record(request.user, confirmed.EXPORTED, asked.release, **facts)
    release = asked.release
    name = f"confirmed-{release.sop.code}-{release.number}-{localdate():%Y-%m-%d}.xlsx"
    return as_download(content, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, release_id: int) -> HttpResponse:
    """Asks people to confirm a release that was issued before, or changes the terms."""
    if not decides(request.user):
        raise PermissionDenied
    release = get_object_or_404(Release.objects.standing().select_related("sop"), pk=release_id)
    form = AskingForm(request.POST or None, chooses=False, initial=_terms_of(release))
    if request.method == "POST" and form.is_valid() and _asked(request, release, form):
        return redirect("sop_confirmed_people", release.pk)
    context = {
        "page_title": _("Ask to confirm %(release)s") % {"release": release},
        "header_icon": ICON,
        "form": form,
    }
    return render(request, "sop_pages/cms/ask.html", context)


def _terms_of(release: Release) -> dict:
    asked = AcknowledgementRequest.objects.filter(release=release).first()
    if asked is None:
        return {}
    return {
        "roles": [group.name for group in asked.roles.all()],
        "due": asked.due,
        "provinces": [one.code for one in asked.provinces.all()],
        "districts": [one.code for one in asked.districts.all()],
    }


def _asked(request: HttpRequest, release: Release, form: AskingForm) -> bool:
    try:
        acknowledging.ask(release, actor=request.user, **vars(form.asking()))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Asked: they see it on their first page."))
    return True
