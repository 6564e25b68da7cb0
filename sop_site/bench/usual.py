"""A Wagtail page as sites usually build it, from Wagtail's own parts: what we compare with.

It is routed through the page tree as `wagtail.views.serve` does, the hooks that guard a page are
asked, and its template prints the frame, a menu of the sections, the way down to the page, its
neighbours, its tags, and every StreamField by its blocks' own rendering (cheaper than rich text).
"""

from functools import cache

from django.http import Http404, HttpResponse
from django.template import engines
from wagtail import hooks
from wagtail.models import Page, Site

NEIGHBOURS = 40
FIELDS = ("conditions", "benefits", "bring", "steps", "objections", "checklist", "forms")
TEMPLATE = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block title %}{{ page.title }}{% endblock %}
{% block main %}
<nav>{% for item in menu %}<a href="{% pageurl item %}">{{ item.title }}</a>{% endfor %}</nav>
<nav>{% for item in way %}<a href="{% pageurl item %}">{{ item.title }}</a>{% endfor %}</nav>
<h1>{{ page.title }}</h1>
<p>{{ page.purpose|linebreaks }}</p>
{% for field in fields %}{% for block in field %}{% include_block block %}{% endfor %}{% endfor %}
<p>{% for tag in page.tags.all %}{{ tag }} {% endfor %}</p>
<nav>{% for item in neighbours %}<a href="{% pageurl item %}">{{ item.title }}</a>{% endfor %}</nav>
{% endblock %}"""


@cache
def template():
    return engines["django"].from_string(TEMPLATE)


def usual(request, route: str) -> HttpResponse:
    """Serves the page at this place of the tree. Raises Http404 where there is none."""
    found = Page.route_for_request(request, route)
    if found is None:
        raise Http404
    page, args, kwargs = found
    for guard in hooks.get_hooks("before_serve_page"):
        refused = guard(page, request, args, kwargs)
        if refused is not None:
            return refused
    root = Site.find_for_request(request).root_page
    context = {
        **page.get_context(request),
        "menu": root.get_children().live(),
        "way": page.get_ancestors().filter(depth__gt=1),
        "neighbours": page.get_siblings().live()[:NEIGHBOURS],
        "fields": [getattr(page, name) for name in FIELDS],
    }
    return HttpResponse(template().render(context, request))
