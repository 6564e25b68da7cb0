"""The sample reports with their threads, and the saved phrases.

A sample is known by its key: loaded once, never again, so that what people did with it stays.
Days in the file count back from the day of loading.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from feedback import likeness, steps, working_days
from feedback.models import Message, Phrase, PublicAnswer, Report, StateChange, Vote
from feedback.models.words import CLOSED
from sop_pages.models import SOP, Step
from sop_site.lao.text import fold
from sop_site.officers import roles
from sop_site.officers.models import District, User
from sop_site.offline import receipts

from . import solutions, themes

DATA = Path(settings.BASE_DIR) / "content" / "data" / "reports"


def load(*, samples: bool) -> Iterator[str]:
    if not samples:
        yield "No reports and no saved phrases: they are samples."
        return
    yield from load_phrases(read("phrases.json")["phrases"])
    found = read("reports.json")
    yield from load_reports(found["reports"])
    yield from themes.load(found)
    yield from solutions.load(found["solutions"])


def read(name: str) -> dict:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def load_phrases(phrases: list[dict]) -> Iterator[str]:
    made = 0
    for order, phrase in enumerate(phrases, 1):
        state = phrase["state"] if phrase["state"] in Report.State.values else ""
        _row, is_new = Phrase.objects.get_or_create(
            key=phrase["key"],
            defaults={
                "state": state,
                "title_lo": phrase["title"]["lo"],
                "title_en": phrase["title"]["en"],
                "text_lo": phrase["text"]["lo"],
                "text_en": phrase["text"]["en"],
                "order": order,
                "is_sample": True,
            },
        )
        made += is_new
    yield f"{made} saved phrases, {len(phrases) - made} left as they are."


def load_reports(reports: list[dict]) -> Iterator[str]:
    known = set(Report.objects.exclude(sample_key="").values_list("sample_key", flat=True))
    senders = Senders()
    if not senders.anyone:
        yield "No reports: there is nobody who could have sent them."
        return
    fresh = [entry for entry in reports if entry["key"] not in known]
    for entry in fresh:
        with transaction.atomic():
            load_report(entry, senders)
    yield f"{len(fresh)} sample reports, {len(reports) - len(fresh)} left as they are."


class Senders:
    """Who may have sent a sample: an officer of its district, else of its province, else any."""

    def __init__(self):
        officers = User.objects.filter(is_sample=True, groups__name=roles.OFFICER)
        self.anyone = list(officers.order_by("username"))
        leads = User.objects.filter(groups__name=roles.LEAD).order_by("username")
        reviewers = User.objects.filter(groups__name=roles.REVIEWER).order_by("username")
        self.lead = leads.first()
        self.reviewer = reviewers.exclude(pk__in=leads).first() or self.lead

    def of(self, district: District | None) -> User:
        code = district.code if district else ""
        near = self.in_district(code)
        near = near or [o for o in self.anyone if (o.province_id or "-") == code[:2]]
        return (near or self.anyone)[0]

    def in_district(self, code: str) -> list[User]:
        return [o for o in self.anyone if o.district_id == code]


def load_report(entry: dict, senders: Senders) -> Report:
    now = timezone.now()
    district = District.objects.filter(code=entry["district_code"]).first()
    sop = SOP.objects.filter(code=entry["sop"]).first() if entry["sop"] else None
    step = Step.objects.filter(sop=sop, key=entry["step"]).first() if sop else None
    sent_at = now - timedelta(days=entry["sent_days_ago"])
    severity = entry["severity"] or ""
    shown = steps.shown(step)
    report = Report.objects.create(
        code=receipts.free_code(lambda code: Report.objects.filter(code=code).exists()),
        sample_key=entry["key"],
        sender=senders.of(district),
        channel=entry["channel"],
        category=entry["category"],
        severity=severity,
        how_often=entry["how_often"] or "",
        text=entry["challenge"],
        folded=fold(f"{entry['challenge']} {entry['proposal'] or ''}"),
        proposal=entry["proposal"] or "",
        language=entry["language"],
        sop=sop,
        step=step,
        sop_code=entry["sop"] or "",
        step_key=entry["step"] or "",
        step_title=shown.get(entry["language"], ""),
        shown=shown,
        district=district,
        province_id=district.province_id if district else None,
        visibility=entry["name_visibility"],
        sensitive=entry["sensitive"],
        state=entry["state"],
        due=working_days.calendar().add(
            timezone.localdate(sent_at), working_days.first_reply_days(severity)
        ),
        sent_at=sent_at,
        received_at=sent_at,
    )
    likeness.keep(report)
    load_votes(report, entry["votes"], senders)
    load_thread(report, entry["thread"], senders, now)
    if "public" in entry:
        load_public(report, entry["public"], now)
    return report


def load_votes(report: Report, codes: list[str], senders: Senders) -> None:
    """One officer a district said "here too" a day later; where there is no other officer, the
    place alone is kept, as of old votes."""
    here = District.objects.filter(code__in=codes)
    Vote.objects.bulk_create(
        Vote(
            report=report,
            voter=next((o for o in senders.in_district(d.code) if o != report.sender), None),
            district=d,
            at=report.received_at + timedelta(days=1),
        )
        for d in here
    )


def load_public(report: Report, said: dict, now) -> None:
    PublicAnswer.objects.create(
        report=report,
        sop=report.sop,
        outcome=said["outcome"],
        at=now - timedelta(days=said["days_ago"]),
        **{
            f"{part}_{language}": said[part][language]
            for part in ("title", "text")
            for language in ("lo", "en")
        },
    )


def load_thread(report: Report, thread: list[dict], senders: Senders, now) -> None:
    """The messages, and what follows from them: first reply, news, who has it, the log."""
    answerer = senders.lead if report.sensitive else senders.reviewer
    for said in thread:
        by_sender = said["by"] == Message.By.SENDER
        Message.objects.create(
            report=report,
            author=report.sender if by_sender else answerer,
            by=said["by"],
            to=said["to"],
            text=said["text"],
            language=report.language,
            at=now - timedelta(days=said["days_ago"]),
        )
    replies = list(report.messages.replies())
    if replies:
        report.first_reply_at, report.news_at = replies[0].at, replies[-1].at
        report.seen_at = None if report.state not in CLOSED else now
    if report.state != Report.State.RECEIVED:
        report.assigned_to = answerer
    report.closed_at = now if report.state in CLOSED else None
    report.save()
    StateChange.objects.create(
        report=report, after="received", actor_id=report.sender_id, at=report.received_at
    )
    if report.state != Report.State.RECEIVED:
        at = replies[-1].at if replies else now
        StateChange.objects.create(
            report=report,
            before="received",
            after=report.state,
            actor_id=answerer.pk if answerer else None,
            at=at,
        )
