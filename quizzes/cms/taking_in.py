"""“Take in questions”: a file or pasted text, shown first as what would come of it, then done."""

import hashlib
import zlib

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sop_pages.files.spreadsheets import kept, shown_before, uploaded
from sop_site.officers import audit
from sop_site.offline.limits import limit

from ..content import as_if_translated, in_one_language
from ..content import faults as content_faults
from ..exchange.banking import Plan, carry_out, plan, said_before
from ..exchange.guessing import format_of, language_of
from ..exchange.reading import read
from ..faults import Refused
from ..models import Pool, Question
from ..writing import titles
from .access import may_write_questions, needs

TAKEN_IN = "questions.taken_in"
SALT = "quizzes.taking_in"
FORMATS = {
    "gift": "GIFT",
    "aiken": "Aiken",
    "table": gettext_lazy("a table copied from a spreadsheet, or csv"),
    "xlsx": gettext_lazy("a spreadsheet (.xlsx)"),
    "moodlexml": "Moodle XML",
    "qti": "QTI",
}
LANGUAGES = {"lo": gettext_lazy("Lao"), "en": gettext_lazy("English")}
GUESS = ("", gettext_lazy("guess it"))


class TakeInForm(forms.Form):
    """`cleaned_data["content"]` are the bytes, of whichever way they came; `name` their format,
    `read_as` the language of what doesn't say its own, as chosen or by its letters."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=gettext_lazy("or paste the questions here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "GIFT, Aiken, or rows copied from a spreadsheet: the question, its right answer, then "
            "the wrong ones."
        ),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[GUESS, *FORMATS.items()],
    )
    pool = forms.ModelChoiceField(
        Pool.objects.none(), label=gettext_lazy("Into the pool"), empty_label=None
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the file"),
        required=False,
        choices=[GUESS, *LANGUAGES.items()],
    )

    def __init__(self, data=None, *, request, **kwargs):
        super().__init__(data, request.FILES or None, **kwargs)
        self.request = request
        self.fields["pool"].queryset = Pool.objects.for_trainer(request.user)
        self.fields["file"].widget.attrs["accept"] = ".txt,.gift,.xlsx,.csv,.xml,.zip"

    def clean(self):
        data = super().clean()
        data["content"] = self._content(data)
        if data["content"] is not None:
            data["name"] = data.get("format") or format_of(data["content"])
            data["read_as"] = data.get("language") or language_of(data["content"])
        return data

    def _content(self, data: dict) -> bytes | None:
        """None where nothing came, with an error."""
        if "shown" in self.data:
            packed = shown_before(self.request, SALT)
            if packed is None:
                self.add_error(None, _("This page is older than a day: hand the file in again."))
            return packed and zlib.decompress(packed)
        file, text = uploaded(self.request), data.get("text", "")
        if file is not None and text.strip():
            self.add_error("text", _("Choose a file or paste a text, not both."))
        elif file is None and not text.strip():
            self.add_error("file", _("Choose a file first, or paste the questions."))
        else:
            return text.encode() if file is None else file
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs("quizzes.add_question")
def take_in(request):
    """POST shows what would come of a file; with do=take and what was shown, does it."""
    if not may_write_questions(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, TakeInForm(request=request))
    form = TakeInForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    try:
        bundle = read(data["content"], data["name"], data["read_as"])
        found = plan(bundle, data["read_as"], request.user)
    except Refused as refusal:
        return _page(request, form, faults=refusal.faults, status=422)
    if request.POST.get("do") != "take":
        return _shown(request, form, found)
    if request.POST.get("seen") != fingerprint(found, data["pool"]) or not _done(
        request, form, found
    ):
        form.add_error(None, _("The bank changed meanwhile: look again before you take them in."))
        return _shown(request, form, found, status=409)
    return redirect("quiz_questions")


def fingerprint(found: Plan, pool: Pool) -> str:
    """What was shown: another one, and something else would be done."""
    said = [(entry.candidate.key, entry.outcome) for entry in found.entries]
    said += [(one.identifier, one.reason) for one in found.skipped]
    return hashlib.sha256(repr((pool.pk, said)).encode()).hexdigest()


def _done(request, form: TakeInForm, found: Plan) -> bool:
    pool = form.cleaned_data["pool"]
    try:
        with transaction.atomic():
            stored = carry_out(found, pool, request.user)
            facts = {"made": len(stored.made), "reworded": len(stored.reworded)}
            facts |= {"format": form.cleaned_data["name"], "pool": pool.pk}
            audit.record(request.user, TAKEN_IN, pool, **facts)
    except IntegrityError:  # someone made a question of the same key in this very moment
        return False
    count = len(stored.made) + len(stored.reworded)
    said = ngettext("%(n)d question was taken in.", "%(n)d questions were taken in.", count)
    messages.success(request, said % {"n": count})
    return True


def _shown(request, form: TakeInForm, found: Plan, status: int = 200):
    shown = kept(zlib.compress(form.cleaned_data["content"]), SALT)
    if len(shown) > limit("form_bytes") * 0.9:
        form.add_error(None, _("The file is too big to be shown here: divide it."))
        return _page(request, form, status=422)
    alike = said_before(found, Question.objects.readable_by(request.user))
    language = form.cleaned_data["read_as"]
    rows = [
        {
            "entry": entry,
            "title": titles(entry.content)[language],
            "alike": alike.get(entry.candidate.key, []),
            "gaps": [] if entry.outcome == "same" else _gaps(entry),
        }
        for entry in found.entries
    ]
    context = {
        "plan": found,
        "rows": rows,
        "one_language": sum(_waits_for_other(entry) for entry in found.entries),
        "counts": {outcome: len(found.of(outcome)) for outcome in ("new", "changed", "same")},
        "shown": shown,
        "seen": fingerprint(found, form.cleaned_data["pool"]),
        "chosen": form.cleaned_data,
        "format_name": FORMATS[form.cleaned_data["name"]],
        "language_name": LANGUAGES[language],
        "is_guess": not form.cleaned_data["format"],
    }
    return _page(request, form, status=status, **context)


def _gaps(entry) -> list[str]:
    """What is to be mended; that the other language is missing is said once for all of them."""
    waits = _waits_for_other(entry)
    content = as_if_translated(entry.content) if waits else entry.content
    return content_faults(entry.candidate.type, content)


def _waits_for_other(entry) -> bool:
    return entry.outcome != "same" and in_one_language(entry.content)


def _page(request, form: TakeInForm, *, status: int = 200, **context):
    context |= {
        "page_title": _("Take in questions"),
        "header_icon": "upload",
        "form": form,
        "megabytes": limit("import_bytes") // 2**20,
        "most": limit("import_questions"),
    }
    return render(request, "quizzes/cms/take_in.html", context, status=status)
