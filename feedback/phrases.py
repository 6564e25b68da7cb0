"""Saved phrases as they are offered for a report: what is known of it is filled in."""

from django.utils import translation

from .models import Phrase, Report


def for_report(report: Report) -> list[dict]:
    """[{title, state, texts}], the text in the report's language; one query."""
    return [
        {
            "title": str(phrase),
            "state": phrase.state,
            "texts": [(report.language, fill(phrase.text(report.language), report))],
        }
        for phrase in Phrase.objects.all()
    ]


def in_both() -> list[dict]:
    """The same for several reports: in both languages, with the fields as they are. One query."""
    return [
        {
            "title": str(phrase),
            "state": phrase.state,
            "texts": [(language, phrase.text(language)) for language in ("lo", "en")],
        }
        for phrase in Phrase.objects.all()
    ]


def fill(text: str, report: Report) -> str:
    """The text with its date, SOP, step and who has it; a field of which nothing is known stays."""
    with translation.override(report.language):
        owner = report.assigned_to.name_here if report.assigned_to else ""
    known = {
        # A day that is gone by is no date to promise: whoever answers gives a new one.
        "due_date": "" if report.is_overdue else f"{report.due:%d/%m/%Y}",
        "sop": report.sop_code,
        "step": report.step_name_in(report.language),
        "owner": owner,
    }
    for name, value in known.items():
        text = text.replace("{" + name + "}", value) if value else text
    return text
