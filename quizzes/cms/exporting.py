"""“Export”: questions of the own pools as a file; what the file wouldn't hold is said before."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sop_pages.files.spreadsheets import as_download
from sop_site.officers import audit

from ..exchange.sheet_writing import write_xlsx
from ..exchange.writing import FORMATS, export
from ..models import Pool, Question
from .access import may_write_questions, needs
from .taking_in import FORMATS as FORMAT_NAMES
from .taking_in import LANGUAGES

EXPORTED = "questions.exported"


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            (name, FORMAT_NAMES[name])
            for name in ("xlsx", "gift", "moodlexml", "qti")
            if name in FORMATS
        ],
    )
    pool = forms.ModelChoiceField(
        Pool.objects.none(),
        label=gettext_lazy("Pool"),
        required=False,
        empty_label=gettext_lazy("all of mine"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=list(LANGUAGES.items()),
        help_text=gettext_lazy("A spreadsheet holds both languages in any case."),
    )

    def __init__(self, *args, writer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pool"].queryset = Pool.objects.for_trainer(writer)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs("quizzes.view_question")
def export_questions(request):
    """?format=gift&pool=1&language=lo says what the file would hold; POST of the same gives it."""
    if not may_write_questions(request.user):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    form = ExportForm(asked if "format" in asked else None, writer=request.user)
    context = {"page_title": _("Export questions"), "header_icon": "download", "form": form}
    if not form.is_valid():
        status = 422 if request.method == "POST" or form.is_bound else 200
        return render(request, "quizzes/cms/export.html", context, status=status)
    data = form.cleaned_data
    questions = Question.objects.written_by(request.user)
    if data["pool"]:
        questions = questions.filter(pool=data["pool"])
    written = export(questions, data["format"], data["language"])
    if request.method == "POST" and written.keys:
        return _file(request, data, written)
    context |= {"written": written, "chosen": data}
    return render(request, "quizzes/cms/export.html", context)


def _file(request, data: dict, written) -> HttpResponse:
    kind = FORMATS[data["format"]]
    facts = {"rows": len(written.keys), "format": data["format"], "language": data["language"]}
    audit.record(request.user, EXPORTED, data["pool"] or ("pools", ""), **facts)
    language = "" if kind.is_bilingual else f"-{data['language']}"
    name = f"questions{language}-{localdate():%Y-%m-%d}.{kind.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written.data, content_type=kind.media_type, headers=headers)


@require_safe
@needs("quizzes.add_question")
def template(request):
    """An empty table to be filled in, with a sheet that says how."""
    if not may_write_questions(request.user):
        raise PermissionDenied
    return as_download(write_xlsx([]), "questions.xlsx")
