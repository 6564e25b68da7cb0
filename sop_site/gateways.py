"""Ways to a phone or a mailbox outside: mail, SMS, WhatsApp. All are off until an operator sets
them up; what goes out is a line and a link, never what people wrote.

A gateway takes an address and a text. Raises GatewayError, which says whether trying again helps.
"""

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

log = logging.getLogger("khumue.gateways")
TIMEOUT = 10  # seconds
CONSOLE = "console:"
BUSY = (408, 425, 429)
Send = Callable[[str, str], None]


class GatewayError(Exception):
    """What the gateway said, without the address; `passes`: it may well work later."""

    def __init__(self, why: str, *, passes: bool):
        super().__init__(why)
        self.passes = passes


def channels() -> dict[str, Send]:
    """{"mail", "sms", "whatsapp": how to send}, those that are set up."""
    found: dict[str, Send] = {}
    if settings.NOTICES and settings.EMAIL_HOST:
        found["mail"] = mail
    for name, (url, token) in settings.GATEWAYS.items():
        if settings.NOTICES and url:
            found[name] = console if url == CONSOLE else HTTPGateway(url, token)
    return found


def mail(to: str, text: str) -> None:
    try:
        send_mail(_("News in Khumue"), text, None, [to])
    except OSError as error:  # smtplib's and the network's
        raise GatewayError(type(error).__name__, passes=True) from error


def console(to: str, text: str) -> None:
    """For trying: says that something would go out, and how long it is."""
    log.info("A message of %d signs would be sent.", len(text))


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token elsewhere."""

    def redirect_request(self, *args, **kwargs):
        return None


@dataclass(frozen=True)
class HTTPGateway:
    """Posts {"to", "text"} as JSON with the token; 2xx is sent."""

    url: str
    token: str

    def __call__(self, to: str, text: str) -> None:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps({"to": to, "text": text}).encode()
        request = urllib.request.Request(self.url, body, headers, method="POST")
        try:
            with urllib.request.build_opener(NoRedirects).open(request, timeout=TIMEOUT):
                return
        except urllib.error.HTTPError as error:
            error.close()
            passes = error.code >= 500 or error.code in BUSY
            raise GatewayError(f"status {error.code}", passes=passes) from None
        except OSError as error:
            raise GatewayError(type(error).__name__, passes=True) from error
