"""News that goes out: a line and a link, each once, through a real local HTTP server."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from feedback import notices, triage, voting
from feedback.models import Notice, Reach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REACH = "/en/feedback/reach/"


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.headers["Authorization"], json.loads(body)))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(answer)
        if answer == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def gateway(settings):
    """A server; `answers` are the statuses that it gives next, `taken` what it got."""
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.answers, server.taken = [], []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.NOTICES = True
    url = f"http://127.0.0.1:{server.server_port}/send"
    settings.GATEWAYS = {"sms": (url, "secret"), "whatsapp": ("", "")}
    settings.PUBLIC_URL = "https://khumue.example"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def answered(officer, reviewer, report_of):
    """A report that was answered; its sender wants SMS, in English."""
    officer.language = "en"
    officer.save()
    Reach.objects.create(person=officer, channel="sms", address="+8562055512345")
    report = report_of(officer, text="Secret words")
    triage.reply(report, actor=reviewer, text="Form 7", state="answered")
    return report


def test_line_with_a_link_goes_out_once(gateway, answered):
    for _ in range(2):
        notices.work()

    code = answered.code
    said = f"There is news on your report {code}. "
    said += f"https://khumue.example/en/feedback/{code.lower()}/"
    assert gateway.taken == [("Bearer secret", {"to": "+8562055512345", "text": said})]
    assert Notice.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("answer", "state"),
    [(500, "waiting"), (429, "waiting"), (400, "given_up"), (401, "given_up"), (302, "given_up")],
)
def test_what_may_pass_is_tried_again_later(gateway, answered, answer, state):
    gateway.answers = [answer]
    for _ in range(2):
        notices.work()

    assert len(gateway.taken) == 1
    assert Notice.objects.get().state == state


def test_tried_again_it_goes_out_and_after_five_times_it_is_given_up(gateway, answered):
    gateway.answers = [503] * 5
    for _ in range(6):
        notices.work()
        Notice.objects.update(next_at=timezone.now() - timedelta(seconds=1))

    assert (len(gateway.taken), Notice.objects.get().state) == (5, "given_up")


def test_gateway_that_is_away_holds_up_nothing(gateway, answered, settings):
    settings.GATEWAYS = {"sms": ("http://127.0.0.1:1/", ""), "whatsapp": ("", "")}
    assert notices.work() is None

    settings.GATEWAYS = {"sms": (f"http://127.0.0.1:{gateway.server_port}/", "")}
    Notice.objects.update(next_at=timezone.now())
    notices.work()

    assert (len(gateway.taken), Notice.objects.get().state) == (1, "sent")


def test_nothing_of_a_sensitive_report_goes_out(gateway, officer, lead, report_of):
    Reach.objects.create(person=officer, channel="sms", address="+8562055512345")
    report = report_of(officer, sensitive=True)
    triage.reply(report, actor=lead, text="We see to it", state="answered")

    notices.work()

    assert (gateway.taken, Notice.objects.count()) == ([], 0)


def test_what_was_read_meanwhile_goes_not_out(gateway, answered, as_, officer):
    gateway.answers = [503]
    notices.work()
    as_(officer).get(answered.get_absolute_url())
    Notice.objects.update(next_at=timezone.now())

    notices.work()

    assert (len(gateway.taken), Notice.objects.get().state) == (1, "not_needed")


def test_voter_hears_of_the_answer_and_no_code(gateway, answered, colleague, reviewer):
    Reach.objects.create(person=colleague, channel="sms", address="+8562055500000")
    voting.vote(answered, colleague, None, "")
    triage.reply(answered, actor=reviewer, text="Form 8", state="sop_will_change")

    notices.work()

    [text] = [body["text"] for _t, body in gateway.taken if body["to"].endswith("00000")]
    assert answered.code not in text
    assert "/feedback/" in text


def test_holder_hears_once_a_day_how_many_wait(gateway, officer, reviewer, report_of, make_late):
    Reach.objects.create(person=reviewer, channel="sms", address="+8562055500000")
    reviewer.language = "en"
    reviewer.save()
    for days in (-3, 9):
        triage.assign(make_late(report_of(officer), days), actor=reviewer, to=reviewer)

    for _ in range(2):
        notices.gather_for_holders()
        notices.work()

    [text] = [body["text"] for _t, body in gateway.taken]
    assert text == "2 reports wait for you, 1 late. https://khumue.example/cms/feedback/"


def test_mail_goes_where_the_person_said(answered, settings, mailoutbox):
    settings.NOTICES, settings.EMAIL_HOST = True, "mail.example"
    Reach.objects.update(channel="mail", address="me@example.la")

    notices.work()

    [letter] = mailoutbox
    assert letter.to == ["me@example.la"]
    assert "Secret words" not in letter.body
    assert "Form 7" not in letter.body


def test_off_by_default_nothing_is_even_gathered(answered):
    assert notices.work() is None
    assert Notice.objects.count() == 0


def test_console_says_that_it_would_be_sent_and_not_to_whom(answered, settings, caplog):
    settings.NOTICES, settings.GATEWAYS = True, {"sms": ("console:", "")}

    with caplog.at_level("INFO", "khumue.gateways"):
        notices.work()

    assert "would be sent" in caplog.text
    assert "555" not in caplog.text


@pytest.mark.parametrize(
    ("typed", "status", "kept"),
    [
        ({"channel": "sms", "address": "020 555 12345"}, 302, "02055512345"),
        ({"channel": "sms", "address": "hello"}, 422, None),
        ({"channel": "mail", "address": "me@example.la"}, 422, None),
        ({"channel": "", "address": ""}, 302, None),
    ],
)
def test_person_gives_the_address_and_takes_it_back(as_, gateway, officer, typed, status, kept):
    page = as_(officer).post(REACH, typed)

    assert page.status_code == status
    assert Reach.objects.values_list("address", flat=True).first() == kept


def test_page_says_so_where_nothing_is_sent(as_, officer):
    page = as_(officer).get(REACH).content.decode()

    assert "LSSO sends no messages" in page
    assert "<select" not in page.split("<main", 1)[1]
