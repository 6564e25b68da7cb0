"""The page on which LSSO retires an SOP or declares a release void; and the log of such acts."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from sop_site.officers.models import User

from ..models import SOP, Release, Retirement
from ..models.approval import decides
from ..retiring import Reason, declare_void, replace, withdraw
from .reviews import DATE

Act = Retirement.Act
ACTS = [
    (Act.WITHDRAWN, gettext_lazy("Withdraw it: nothing takes its place")),
    (Act.REPLACED, gettext_lazy("Replace it: another SOP holds instead")),
    (Act.ERROR, gettext_lazy("A release was issued in error: the one before it holds again")),
]


class SOPField(forms.ModelChoiceField):
    """SOPs by code and title."""

    def label_from_instance(self, sop: SOP) -> str:
        titles = {page.language: page.title for page in sop.pages.all()}
        return f"{sop.code} {titles.get(get_language()) or next(iter(titles.values()), '')}"


class RetireForm(forms.Form):
    """The terms of one act; which fields count depends on it. `retiring` checks the rest."""

    act = forms.ChoiceField(
        label=gettext_lazy("What is done"), choices=ACTS, widget=forms.RadioSelect
    )
    successor = SOPField(
        SOP.objects.none(),
        label=gettext_lazy("Replaced by"),
        required=False,
        help_text=gettext_lazy("Only where another SOP takes its place."),
    )
    release = forms.ModelChoiceField(
        Release.objects.none(),
        label=gettext_lazy("Release issued in error"),
        required=False,
        help_text=gettext_lazy("Only where a release should not have been."),
    )
    holds_from = forms.DateField(
        label=gettext_lazy("Holds from"),
        widget=DATE,
        help_text=gettext_lazy("From midnight in Vientiane. A void release is void at once."),
    )
    reason_lo = forms.CharField(
        label=gettext_lazy("Reason in Lao"),
        max_length=300,
        widget=forms.TextInput(attrs={"lang": "lo"}),
        help_text=gettext_lazy("Officers read it at the SOP's address and on checking a sheet."),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("Reason in English"),
        max_length=300,
        widget=forms.TextInput(attrs={"lang": "en"}),
    )

    def __init__(self, *args, sop: SOP, **kwargs):
        super().__init__(*args, **kwargs)
        others = SOP.objects.filter(pages__live=True).exclude(pk=sop.pk).distinct()
        self.fields["successor"].queryset = others.order_by("code").prefetch_related("pages")
        self.fields["release"].queryset = sop.releases.standing().in_order().select_related("sop")

    def clean(self):
        data = super().clean()
        needed = {Act.REPLACED: "successor", Act.ERROR: "release"}.get(data.get("act"))
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Choose one."))
        return data


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, sop_id: int) -> HttpResponse:
    """GET asks what is done and why, POST does it. Raises PermissionDenied for all but LSSO."""
    if not decides(request.user):
        raise PermissionDenied
    sop = get_object_or_404(SOP.objects.filter(releases__isnull=False).distinct(), pk=sop_id)
    first = {name: request.GET.get(name, "")[:20] for name in ("act", "release")}
    initial = {"holds_from": localdate(), **{k: v for k, v in first.items() if v.isalnum()}}
    form = RetireForm(request.POST or None, sop=sop, initial=initial)
    if request.method == "POST" and form.is_valid() and _done(request, sop, form):
        return redirect("sop_register")
    status = 422 if request.method == "POST" else 200
    return render(request, "sop_pages/cms/retire.html", _context(sop, form), status=status)


def _done(request: HttpRequest, sop: SOP, form: RetireForm) -> bool:
    data, actor = form.cleaned_data, request.user
    reason = Reason(data["reason_lo"], data["reason_en"])
    terms = {"actor": actor, "reason": reason}
    try:
        if data["act"] == Act.ERROR:
            declare_void(data["release"], **terms)
        elif data["act"] == Act.REPLACED:
            replace(sop, data["successor"], holds_from=data["holds_from"], **terms)
        else:
            withdraw(sop, holds_from=data["holds_from"], **terms)
    except ValidationError as fault:
        form.add_error(None, fault)
        return False
    messages.success(request, _("Done, and entered in the log: officers read it there and why."))
    return True


def _context(sop: SOP, form: RetireForm) -> dict:
    acts = list(sop.retirements.select_related("release", "successor"))
    names = dict(User.objects.filter(pk__in=[a.actor for a in acts]).values_list("pk", "name"))
    return {
        "page_title": _("Retire %(code)s") % {"code": sop.code},
        "header_icon": "history",
        "sop": sop,
        "form": form,
        "log": [
            {
                "act": act,
                "actor": names.get(act.actor, _("removed")),
                "day": date_format(act.holds_from),
                "reason": act.reason(get_language()),
            }
            for act in acts
        ],
    }


@require_http_methods(["GET", "HEAD"])
def take_back(request: HttpRequest, release_id: int) -> HttpResponse:
    """From the list of work to the page above, with the release chosen."""
    if not decides(request.user):
        raise PermissionDenied
    release = get_object_or_404(Release.objects.standing(), pk=release_id)
    where = reverse("sop_retire", args=[release.sop_id])
    return redirect(f"{where}?act={Act.ERROR}&release={release.pk}")
