"""An answer is made public: LSSO's own words, nobody's name, and a way to take it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sop_site.officers import audit

from .models import PublicAnswer, Report, Theme
from .triage import TriageError

PUBLISHED, TAKEN_BACK = "answer.published", "answer.taken_back"
WORDS = ("title_lo", "title_en", "text_lo", "text_en", "outcome")


def register() -> None:
    audit.label(PUBLISHED, gettext_lazy("Answer made public"))
    audit.label(TAKEN_BACK, gettext_lazy("Public answer taken back"))


@transaction.atomic
def publish(about: Theme | Report, *, actor, words: dict[str, str]) -> PublicAnswer:
    """Makes the answer public, or says it in other words; one for each theme or report. Raises
    TriageError for a sensitive report."""
    kind = "theme" if isinstance(about, Theme) else "report"
    about = type(about).objects.select_for_update(of=("self",)).get(pk=about.pk)
    if kind == "report" and about.sensitive:
        raise TriageError(_("A sensitive report is not answered in public."))
    said = {name: words[name] for name in WORDS}
    answer, _new = PublicAnswer.objects.update_or_create(
        **{kind: about},
        defaults=said | {"sop_id": about.sop_id, "by": actor, "taken_back_at": None},
    )
    audit.record(actor, PUBLISHED, answer, **{kind: about.pk})
    return answer


@transaction.atomic
def take_back(answer: PublicAnswer, *, actor) -> None:
    """Takes it off the page. Safe to repeat."""
    answer = PublicAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if answer.taken_back_at is None:
        answer.taken_back_at = timezone.now()
        answer.save(update_fields=["taken_back_at", "changed_at"])
        audit.record(actor, TAKEN_BACK, answer)
