"""Review dates in the CMS: a list of all SOPs, and one page an SOP: owner, day, “no change”."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from sop_site.officers import roles
from sop_site.officers.models import User

from ..models import SOP
from ..models.approval import decides
from ..reviews import BadDay, may_review, no_change, responsible, set_plan

MAY_SEE = "sop_pages.view_recording"  # whoever writes or approves SOPs
OWNERS = (roles.TRAINER, roles.REVIEWER, roles.LEAD, roles.ADMIN)
A_YEAR = timedelta(days=365)
DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PlanForm(forms.Form):
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Owner"),
        required=False,
        help_text=gettext_lazy("Who is reminded. If this person leaves, LSSO's lead is."),
    )
    review_on = forms.DateField(
        label=gettext_lazy("Look at it again by"), required=False, widget=DATE
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, groups__name__in=OWNERS)
        self.fields["owner"].queryset = people.distinct().order_by("name")

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day and day < localdate() and day != self.initial.get("review_on"):
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class UnchangedForm(forms.Form):
    next_on = forms.DateField(label=gettext_lazy("Next time by"), widget=DATE)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=300, required=False,
        help_text=gettext_lazy("What was looked at, if it is worth knowing."),
    )  # fmt: skip


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All SOPs that are read, what is due first."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    sops = SOP.objects.filter(pages__live=True).distinct().select_related("review_plan__owner")
    sops = sops.prefetch_related("pages", "review_plan__owner__groups").order_by(
        F("review_plan__review_on").asc(nulls_last=True), "code"
    )
    context = {
        "page_title": _("Review dates"),
        "header_icon": "calendar-alt",
        "rows": [_row(sop) for sop in sops],
        "today": localdate(),
        "marks_late": decides(request.user),
    }
    return render(request, "sop_pages/cms/reviews.html", context)


def _row(sop: SOP) -> dict:
    pages = {page.language: page for page in sop.pages.all()}
    page = pages.get(get_language()) or next(iter(pages.values()))
    plan = getattr(sop, "review_plan", None)
    return {
        "sop": sop,
        "title": page.title,
        "unit": page.owner_unit,
        "owner": plan.owner if plan else None,
        "left": bool(plan and plan.owner and not plan.owner_is_there),
        "day": plan.review_on if plan else None,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, sop_id: int) -> HttpResponse:
    """GET shows the plan and what was done; POST sets the plan or says “no change”."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    sop = get_object_or_404(SOP.objects.filter(pages__live=True).distinct(), pk=sop_id)
    plan = getattr(sop, "review_plan", None)
    may, plans = may_review(plan, request.user), decides(request.user)
    kind = request.POST.get("deed", "")
    if request.method == "POST" and not {"plan": plans, "unchanged": may}.get(kind):
        raise PermissionDenied
    first = {"owner": plan.owner_id, "review_on": plan.review_on} if plan else {}
    plan_form = PlanForm(request.POST if kind == "plan" else None, initial=first)
    next_on = {"next_on": localdate() + A_YEAR}
    unchanged = UnchangedForm(request.POST if kind == "unchanged" else None, initial=next_on)
    form = {"plan": plan_form, "unchanged": unchanged}.get(kind)
    if form and form.is_valid() and _done(request, sop, form):
        return redirect("sop_review", sop.pk)
    context = {
        "page_title": _("Review of %(code)s") % {"code": sop.code},
        "header_icon": "calendar-alt",
        "row": _row(sop),
        "waits_for": responsible(plan) if plan else [],
        "plan_form": plan_form if plans else None,
        "unchanged": unchanged if may else None,
        "reviews": sop.reviews.select_related("reader")[:20],
    }
    return render(request, "sop_pages/cms/review.html", context)


def _done(request: HttpRequest, sop: SOP, form) -> bool:
    told = form.cleaned_data
    if isinstance(form, PlanForm):
        set_plan(sop, actor=request.user, **told)
        messages.success(request, _("Saved: the owner is reminded 60, 30 and 7 days before."))
        return True
    try:
        no_change(sop, actor=request.user, **told)
    except BadDay as refused:
        form.add_error("next_on", str(refused))
        return False
    messages.success(request, _("Noted: reviewed, no change."))
    return True
