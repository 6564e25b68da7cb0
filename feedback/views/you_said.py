"""You said, we did: for everybody, no sign-in; a month a page, and an Atom feed."""

import re
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from .. import you_said as deeds
from .. import you_said_feed

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)


@require_safe
@conditional_page
@cache_control(no_cache=True)
def you_said(request):
    """?month=2026-10; without it this month, or the last one while this one is empty."""
    this, first = deeds.month_of(timezone.localdate()), deeds.first_month()
    asked = request.GET.get("month", "")
    month = _month(asked, this) if asked else this
    found = deeds.of_month(month)
    if not asked and not (found.changed or found.answers) and first < this:
        month = deeds.before(this)
        found = deeds.of_month(month)
    context = {
        "found": found,
        "older": deeds.before(month) if month > first else None,
        "newer": deeds.after(month) if month < this else None,
        "tab": "feedback",
    }
    return render(request, "feedback/you_said.html", context)


def _month(asked: str, this: date) -> date:
    """Raises Http404 for what is no month, or lies ahead."""
    parts = MONTH.fullmatch(asked)
    month = date(int(parts[1]), int(parts[2]), 1) if parts else None
    if month is None or month > this:
        raise Http404
    return month


@require_safe
@conditional_page
@cache_control(no_cache=True)
def atom(request):
    content = you_said_feed.atom(get_language(), request.path)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
