"""The first screen: what do I do now, what is asked of me, what became of what I sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from sop_site.officers import roles

from .. import home as panels
from ..rendering import TASKS
from .lists import ICONS

GROUPS = ("asked", "sent", "waits")
WRITERS = (roles.TRAINER, roles.REVIEWER, roles.LEAD, roles.ADMIN)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For everyone: search and tasks. Signed in: also what the apps have to say to this person."""
    rows = panels.rows(request) if request.user.is_authenticated else []
    groups = {
        name: [row for row in rows if row.group == name] for name in ("asked", "sent", "waits")
    }
    context = {
        "tab": "home",
        "tasks": [
            {"name": label, "icon": ICONS[task], "url": reverse("sop_pages:task", args=[task])}
            for task, label in TASKS.items()
        ],
        "groups": groups,
        "scripts": list(dict.fromkeys(script for row in rows for script in row.scripts)),
        "news": sum(row.stands_for for row in groups["sent"] if row.is_new),
        "observes": request.user.is_authenticated and request.user.has_role(roles.OBSERVER),
        "writes": request.user.is_authenticated and request.user.has_role(*WRITERS),
    }
    response = render(request, "sop_pages/home.html", context)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
