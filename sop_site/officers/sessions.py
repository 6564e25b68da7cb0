"""How long a session lasts: by role, idle and in all, renewed seldom so that a view writes nothing.

An officer's phone stays signed in for a month of silence and a quarter of a year in all; who may
enter the CMS signs in each working day.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout

KEY = "khumue_age"


@dataclass(frozen=True)
class Age:
    """Seconds: without a visit, in all, and between two renewals."""

    idle: int
    absolute: int
    renewed_each: int


def age_of(kind: str) -> Age:
    """The age of a kind of session: "officer" or "cms"."""
    if kind == "cms":
        return Age(
            idle=_seconds(settings.CMS_SESSION_IDLE),
            absolute=_seconds(settings.CMS_SESSION_LONGEST),
            renewed_each=3600,
        )
    return Age(
        idle=_seconds(settings.OFFICER_SESSION_IDLE),
        absolute=_seconds(settings.OFFICER_SESSION_LONGEST),
        renewed_each=86_400,
    )


def _seconds(span) -> int:
    return int(span.total_seconds())


def begin(request, user) -> None:
    """Stamps a new session; called at each sign-in."""
    kind = "cms" if user.enters_cms else "officer"
    now = int(time.time())
    request.session[KEY] = {"kind": kind, "since": now, "seen": now}
    request.session.set_expiry(age_of(kind).idle)


def end_with_browser(request) -> None:
    """For a phone that others use too: the cookie goes when the browser is closed."""
    request.session.set_expiry(0)


def check(request) -> None:
    """Ends a session that is too old; else notes the visit, once a day or hour at most."""
    stamp = request.session.get(KEY)
    if not stamp:
        return
    age, now = age_of(stamp["kind"]), int(time.time())
    if now - stamp["seen"] > age.idle or now - stamp["since"] > age.absolute:
        logout(request)
    elif now - stamp["seen"] >= age.renewed_each:
        request.session[KEY] = {**stamp, "seen": now}
