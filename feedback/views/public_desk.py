"""In the CMS: making an answer public, and taking one back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sop_site.lao import personal

from .. import public_answers as deeds
from ..access import desk_report_or_404
from ..models import PublicAnswer, Theme
from ..release_answers import public_titles
from ..triage import TriageError
from .desk import of_the_desk
from .themes import must_triage, theme_or_404

A_PAGE = 50


class PublicAnswerForm(forms.ModelForm):
    class Meta:
        model = PublicAnswer
        fields = deeds.WORDS
        widgets = {
            name: forms.Textarea(attrs={"rows": 4, "lang": name[-2:]})
            for name in ("text_lo", "text_en")
        }

    def findings(self) -> list:
        """What looks like a person in words that everybody is to read."""
        said = (self.cleaned_data.get(name, "") for name in deeds.WORDS)
        return personal.findings("\n".join(said))


@of_the_desk
@require_safe
def listed(request):
    must_triage(request)
    found = PublicAnswer.objects.select_related("sop", "theme", "report")
    context = {
        "page_title": _("Public answers"),
        "header_icon": "view",
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "feedback/desk/public_answers.html", context)


@of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def of_theme(request, pk):
    must_triage(request)
    theme = theme_or_404(request, pk)
    title_lo, title_en = public_titles(theme)
    first = {"title_lo": title_lo, "title_en": title_en}
    return _form(request, theme, first)


@of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def of_report(request, code):
    """The form begins empty: a report's words are its sender's."""
    must_triage(request)
    report = desk_report_or_404(request, code)
    if report.sensitive:
        raise PermissionDenied
    return _form(request, report, {})


def _form(request, about, first: dict):
    known = PublicAnswer.objects.filter(
        **{"theme" if isinstance(about, Theme) else "report": about}
    ).first()
    form = PublicAnswerForm(request.POST or None, instance=known, initial=None if known else first)
    findings = []
    if request.method == "POST" and form.is_valid():
        findings = [] if "anyway" in request.POST else form.findings()
        if not findings:
            try:
                deeds.publish(about, actor=request.user, words=form.cleaned_data)
            except TriageError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Everybody can read it now."))
                return redirect("feedback_public_answers")
    context = {
        "page_title": _("Make the answer public"),
        "header_icon": "view",
        "form": form,
        "about": about,
        "known": known,
        "findings": findings,
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "feedback/desk/public_answer.html", context, status=status)


@of_the_desk
@require_POST
def take_back(request, pk):
    must_triage(request)
    deeds.take_back(get_object_or_404(PublicAnswer, pk=pk), actor=request.user)
    messages.success(request, _("Taken back: it is not on the public page any more."))
    return redirect("feedback_public_answers")
