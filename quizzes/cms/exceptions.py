"""Exceptions at a quiz in the CMS: who has other rules, why, and giving them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sop_site.officers import roles
from sop_site.officers.numbers import normalised

from .. import overriding, reports
from ..ending import end_overdue
from ..figures.scope import sees_all
from ..models import Cohort, Override, Quiz
from .access import needs

MOST_PEOPLE = 500


class ExceptionForm(forms.ModelForm):
    """What is given, and to whom: staff numbers, a cohort, or both. `people` are those found."""

    numbers = forms.CharField(
        label=gettext_lazy("Staff numbers, one a line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cohort = forms.ModelChoiceField(
        Cohort.objects.all(),
        label=gettext_lazy("or all of a cohort"),
        required=False,
        help_text=gettext_lazy(
            "Those who are enrolled now, and officers of yours who are enrolled later."
        ),
    )

    class Meta:
        model = Override
        fields = ["extra_minutes", "extra_attempts", "closes_at", "reason"]
        widgets = {"closes_at": forms.DateTimeInput(attrs={"type": "datetime-local"})}

    field_order = ["numbers", "cohort"]

    def __init__(self, *args, quiz: Quiz, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.quiz = quiz
        self.known = overriding.people_for(user, quiz).filter(
            is_active=True, groups__name=roles.OFFICER
        )

    def clean_closes_at(self):
        closes_at = self.cleaned_data["closes_at"]
        if closes_at and closes_at <= timezone.now():
            raise forms.ValidationError(_("This moment has passed already."))
        return closes_at

    def clean(self):
        data = super().clean()
        if not any(data.get(name) for name in ("extra_minutes", "extra_attempts", "closes_at")):
            self.add_error(None, _("Give more time, more attempts or another close."))
        self.people = self._named(data.get("numbers") or "") | self._enrolled(data.get("cohort"))
        if not self.people and not data.get("cohort") and not self.errors:
            self.add_error("numbers", _("Name at least one officer, or a cohort."))
        if len(self.people) > MOST_PEOPLE:
            text = _("These are too many: %(most)d at most.") % {"most": MOST_PEOPLE}
            self.add_error("numbers", text)
        return data

    def _named(self, text: str) -> set:
        wanted = {normalised(line.strip()): line.strip() for line in text.split("\n")}
        wanted.pop("", None)
        found = {person.username: person for person in self.known.filter(username__in=wanted)}
        for number, typed in wanted.items():
            if number not in found:
                said = _("%(number)s: no officer of yours has this number.")
                self.add_error("numbers", said % {"number": typed[:40]})
        return set(found.values())

    def _enrolled(self, cohort: Cohort | None) -> set:
        if cohort is None:
            return set()
        return set(self.known.filter(enrolments__workshop__cohort=cohort).distinct())

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"quiz", "officer", "given_by", "given_at"}


def may_give(user) -> bool:
    return user.has_role(roles.TRAINER) and user.has_perm("quizzes.change_quiz")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("quizzes.view_results")
def exceptions(request, slug):
    """Those of officers whose results one may see; trainers give them."""
    quiz = get_object_or_404(Quiz.objects.select_related("module"), slug=slug)
    form = None
    if may_give(request.user):
        form = ExceptionForm(request.POST or None, quiz=quiz, user=request.user)
    elif request.method == "POST":
        raise PermissionDenied
    if form and form.is_valid():
        return _given(request, quiz, form)
    end_overdue(quiz.attempts)
    people = overriding.people_for(request.user, quiz)
    found = Override.objects.filter(quiz=quiz, officer__in=people)
    rows = list(found.select_related("officer", "given_by"))
    context = {
        "quiz": quiz,
        "part": "exceptions",
        "sees_questions": request.user.has_perm("quizzes.view_question"),
        "summary": reports.summary(quiz.attempts.handed_in().results_for(request.user)),
        "rows": [(row, overriding.in_words(row)) for row in rows],
        "cohorts": [(row, overriding.in_words(row)) for row in _of_cohorts(quiz, request.user)],
        "form": form,
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "quizzes/cms/exceptions.html", context, status=status)


def _of_cohorts(quiz: Quiz, user):
    """The exceptions of cohorts: a trainer's own, and all for those who see all results."""
    rules = quiz.cohort_overrides.select_related("cohort", "given_by")
    return rules if sees_all(user) else rules.filter(given_by=user)


def _given(request, quiz: Quiz, form: ExceptionForm):
    data = form.cleaned_data
    given = {name: data[name] for name in (*overriding.GIFTS, "reason")}
    with transaction.atomic():
        count = overriding.give(quiz, form.people, actor=request.user, **given)
        if data["cohort"]:
            overriding.give_cohort(quiz, data["cohort"], actor=request.user, **given)
    text = ngettext(
        "%(count)d officer has an exception.", "%(count)d officers have an exception.", count
    )
    said = text % {"count": count}
    if data["cohort"]:
        said += " " + _("Those who are enrolled in the cohort later get it too.")
    messages.success(request, said)
    return redirect("quiz_exceptions", quiz.slug)


@require_POST
@needs("quizzes.view_results")
def take_back(request, slug, pk):
    """The quiz's own rules hold again for this officer."""
    if not may_give(request.user):
        raise PermissionDenied
    quiz = get_object_or_404(Quiz.objects.select_related("module"), slug=slug)
    people = overriding.people_for(request.user, quiz)
    found = get_object_or_404(
        Override.objects.select_related("quiz", "officer"), pk=pk, quiz=quiz, officer__in=people
    )
    overriding.take_back(found, actor=request.user)
    messages.success(request, _("Taken back: the rules of the quiz hold again."))
    return redirect("quiz_exceptions", quiz.slug)


@require_POST
@needs("quizzes.view_results")
def take_back_cohort(request, slug, pk):
    """Who is enrolled from now on gets nothing; those who have it keep it."""
    if not may_give(request.user):
        raise PermissionDenied
    quiz = get_object_or_404(Quiz, slug=slug)
    rule = get_object_or_404(_of_cohorts(quiz, request.user), pk=pk)
    overriding.take_back_cohort(rule, actor=request.user)
    messages.success(request, _("Taken back: who is enrolled later doesn't get it."))
    return redirect("quiz_exceptions", quiz.slug)
