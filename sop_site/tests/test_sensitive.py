"""A report on harassment, bribes or safety leaves no trace for those who don't read such reports:
no word of it, and no number that it changes, on any address that the product has.

Every address is opened before and after somebody else's sensitive report came, was looked into and
answered by a lead; what a person gets must be the same to the letter.
"""

import io
import re
import zipfile

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from feedback import triage
from feedback.models import Report
from feedback.receiving import KIND
from sop_site.offline import inbox
from sop_site.tests.access import ALSO, ROLES, TABLE

MARK = "ຊາຍແດນງຽບ"
KNOWS = ("lead", "colleague")  # a lead reads them, the colleague sent it
# Asked for by its words and in every order that a list has.
ASKED = (
    f"/lo/search/?q={MARK}",
    f"/cms/feedback/?state=all&q={MARK}",
    "/cms/feedback/?state=late",
    "/cms/feedback/?category=safety&state=all",
    "/cms/feedback/?sop=REG-07&state=all",
    f"/cms/pages/search/?q={MARK}",
)
# The log of deeds tells a number and a state, by duty; never a word.
COUNTED_BY_DUTY = {"cms/audit-log/"}
NEW_EACH_TIME = re.compile(
    r'csrfmiddlewaretoken" value="[^"]+"'
    r'|"(?:csrf(?:_?token)?|server_time|db_epoch)": ?"[^"]+"'
    r'|name="(?:item|until)" value="[^"]+"'
    r'|"took_ms": ?\d+'
    r"|\b\d\d:\d\d\b",  # a minute may pass between the two walks
    re.IGNORECASE,
)


@pytest.fixture
def sensitive(colleague, lead):
    """Sends and answers the marked report: sensitive(things) -> Report."""

    def sent(things):
        payload = {
            "category": "safety",
            "text": f"{MARK} ຂໍສິນບົນ",
            "proposal": f"{MARK} ບໍ່ຈ່າຍ",
            "severity": "stops",
            "sop": "REG-07",
            "step": "ask",
            "sensitive": True,
        }
        code = inbox.deliver(colleague, KIND, payload).receipt
        report = Report.objects.get(code=code)
        triage.assign(report, actor=lead, to=lead)
        triage.note(report, actor=lead, text=f"{MARK} ບັນທຶກ")
        triage.reply(report, actor=lead, text=f"{MARK} ຕອບ", state="need_info")
        triage.add_information(report, actor=colleague, text=f"{MARK} ເພີ່ມ")
        return Report.objects.get(code=code)

    return sent


def opened(client, things) -> dict[str, str]:
    """{address: what it says}; what opening changes is undone."""
    said = {}
    rows = {**TABLE, **ALSO}
    paths = {p: (r.path or "/" + p).format(**things) for p, r in rows.items() if r.method == "get"}
    for pattern, path in (paths | {asked: asked for asked in ASKED}).items():
        cache.clear()
        with transaction.atomic():
            answer = client.get(path, headers={"Accept-Language": "lo"})
            content = b"".join(answer) if answer.streaming else answer.content
            transaction.set_rollback(True)
        said[pattern] = words_of(content)
    client.get("/lo/profile/")  # takes what the last deed left to be said
    return said


def words_of(content: bytes) -> str:
    """What is in an answer, unpacked; without what is new each time."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [n for n in archive.namelist() if not n.startswith("docProps/")]
            content = b"\n".join(archive.read(name) for name in sorted(parts))
    return NEW_EACH_TIME.sub("", content.decode("utf-8", "replace"))


def what_differs(before: str, after: str) -> str:
    """Some signs around the first difference."""
    at = next((n for n, (x, y) in enumerate(zip(before, after, strict=False)) if x != y), 0)
    return f"{before[max(0, at - 60) : at + 60]!r} became {after[max(0, at - 60) : at + 60]!r}"


@pytest.mark.parametrize("role", [role for role in ROLES if role not in KNOWS])
def test_nothing_tells_of_it(role, people, things, as_, sensitive):
    client = as_(people[role]) if role in people else Client()
    before = opened(client, things)
    report = sensitive(things)

    after = opened(client, things)

    told = [p for p, text in after.items() if MARK in text or report.code in text]
    assert [p for p in told if p not in ASKED or report.code in after[p]] == []
    differs = {p: what_differs(before[p], after[p]) for p in after if before[p] != after[p]}
    differs = [f"{p}: {d}" for p, d in differs.items() if p not in COUNTED_BY_DUTY]
    assert not differs, "\n".join(differs)


def test_lead_finds_it(people, things, as_, sensitive):
    """The walk can see: who may read the report meets it."""
    report = sensitive(things)

    after = opened(as_(people["lead"]), things)

    assert report.code in after[f"/cms/feedback/?state=all&q={MARK}"]
    assert MARK in after["cms/feedback/"]


def test_logs_and_outgoing_mail_hold_no_word_of_it(things, sensitive, mailoutbox, caplog):
    sensitive(things)

    with connection.cursor() as cursor:
        for table in ("officers_auditentry", "feedback_statechange"):
            cursor.execute(f"SELECT * FROM {table}")
            assert MARK not in str(cursor.fetchall())
    assert MARK not in caplog.text
    assert not [mail for mail in mailoutbox if MARK in mail.subject + mail.body]
