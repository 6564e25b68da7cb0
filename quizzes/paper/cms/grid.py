"""The grid: a row a sheet, typed by keyboard alone; with a script row by row, without one all that
is typed at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sop_site.offline.receipts import read

from ...cms.access import needs
from ...models import PaperPrint
from ...percents import whole
from .. import rows, times
from ..access import may_type, reads_keys
from ..people import Officers, label
from ..sheets import sheets_of
from .prints import VIEW

PAGE = 25
LONGEST = 2_100  # signs of a field; an answer that is longer is refused in words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def grid(request, slug, pk):
    """POST keeps what was changed, each row by itself: what can't be taken is shown with why."""
    if not may_type(request.user):
        raise PermissionDenied
    paper = get_object_or_404(
        PaperPrint.objects.select_related("quiz__module"), quiz__slug=slug, pk=pk
    )
    columns = rows.columns_of(paper)
    officers = Officers(request.user, paper.quiz)
    if request.method != "POST":
        return _page(request, paper, columns, officers)
    posted = _posted(request, paper, columns)
    kept = [rows.keep(row, officers, paper) for row in posted]
    shows_marks = reads_keys(request.user, paper)
    if request.accepts("text/html"):
        return _answer(request, paper, columns, officers, posted)
    return JsonResponse(
        {
            str(row.sheet.number): _as_json(row, found, shows_marks)
            for row, found in zip(posted, kept, strict=True)
        }
    )


def _posted(request, paper: PaperPrint, columns: dict) -> list[rows.Row]:
    """The rows that say something else than what is kept."""
    numbers = {int(n) for n in request.POST.getlist("sheet") if n.isascii() and n.isdecimal()}
    sheets = sheets_of(paper).filter(number__in=[n for n in numbers if n < 2**31])
    before = rows.stored(list(sheets), columns, request.user)
    found = [(_typed(request, row), row) for row in before]
    return [
        row
        for row, stood in found
        if stood.state != rows.CLOSED and not row.is_untouched and rows.differs(row, stood)
    ]


def _typed(request, row: rows.Row) -> rows.Row:
    def sent(name: str) -> str:
        return request.POST.get(f"{name}-{row.sheet.number}", "").replace("\x00", "")[:LONGEST]

    answers = [sent(f"answer-{n}") for n, _cell in enumerate(row.cells, 1)]
    seen = sent("seen")
    written = sent("written") or row.written or request.POST.get("written", "")
    return rows.with_typed(
        row, sent("officer"), written, answers, int(seen) if seen in map(str, range(1000)) else 0
    )


def _as_json(row: rows.Row, kept, shows_marks: bool) -> dict:
    if kept is None:
        cells = {f"answer-{n}": cell.fault for n, cell in enumerate(row.cells, 1) if cell.fault}
        return {"faults": row.faults | cells}
    said = _in_words(kept.attempt) if shows_marks else _("Typed in")
    return {"officer": row.officer, "written": row.written, "seen": row.seen, "said": said}


def _in_words(attempt) -> str:
    verdict = _("Passed") if attempt.passed else _("Not passed yet")
    return f"{verdict}, {whole(attempt.percent)}%"


def _answer(request, paper: PaperPrint, columns: dict, officers: Officers, posted: list):
    faulty = [row for row in posted if row.is_faulty]
    count = len(posted) - len(faulty)
    if count:
        said = ngettext("%(n)d sheet is typed in.", "%(n)d sheets are typed in.", count)
        messages.success(request, said % {"n": count})
    if faulty:
        return _page(request, paper, columns, officers, faulty=faulty)
    return redirect(request.get_full_path())


def _page(request, paper: PaperPrint, columns: dict, officers: Officers, faulty: list = ()):
    sheets = sheets_of(paper).select_related("paper_version", "attempt")
    page = Paginator(sheets, PAGE).get_page(_page_number(request, sheets))
    found = rows.stored(page.object_list, columns, request.user)
    shows_marks = reads_keys(request.user, paper)
    for row in found:
        if row.state == rows.DONE and shows_marks:
            row.mark = _in_words(row.sheet.attempt)
    instead = {row.sheet.number: row for row in faulty}
    language = get_language()
    context = {
        "quiz": paper.quiz,
        "paper": paper,
        "page": page,
        "rows": [instead.get(row.sheet.number, row) for row in found],
        "most": range(1, max(map(len, columns.values()), default=0) + 1),
        "versions": [
            (letter, [(column, column.title(language)) for column in own])
            for letter, own in columns.items()
        ],
        "officers": [(label(person), person) for person in officers.all],
        "written": request.POST.get("written", "") or times.written(timezone.now()),
        "jump": request.GET.get("sheet", "")[:12],
        "faulty": len(faulty),
    }
    status = 422 if faulty else 200
    return render(request, "quizzes/paper/cms/grid.html", context, status=status)


def _page_number(request, sheets) -> str | int:
    """The page asked for, or the one with the sheet that is (by number, or its code)."""
    wanted = request.GET.get("sheet", "").strip()
    if not wanted:
        return request.GET.get("p", 1)
    by = {"number": wanted} if wanted.isascii() and wanted.isdecimal() else {"code": read(wanted)}
    sheet = sheets.filter(**by).first() if len(wanted) < 10 else None
    if sheet is None:
        messages.error(
            request, _("No sheet of this print has this number: %(typed)s") % {"typed": wanted[:12]}
        )
        return request.GET.get("p", 1)
    return sheets.filter(number__lt=sheet.number).count() // PAGE + 1
