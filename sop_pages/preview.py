"""An SOP as its officer will see it, before it is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from . import reading, rendering
from .figures import to_json
from .models import RenderedSOP, SOPPage, values_on


def respond(page: SOPPage, request: HttpRequest) -> HttpResponse:
    """The page rendered for today's values by the template that officers get. Stores nothing."""
    document, day = page.content(), timezone.localdate()
    figures = values_on(day)
    others = SOPPage.objects.filter(
        language=document.language, sop__code__in=document.related
    ).values_list("sop__code", "title")
    body = rendering.render(document, figures, dict(others))
    copy = RenderedSOP(
        sop_id=page.sop_id,
        code=document.code,
        language=document.language,
        title=document.title,
        task=document.task,
        minutes=document.minutes,
        sample=document.sample,
        body=body.html,
        description=body.description,
        figures={key: to_json(figures[key]) for key in body.keys if key in figures},
        made_at=timezone.now(),
    )
    with translation.override(document.language):
        request.LANGUAGE_CODE = document.language
        context = {
            "copy": copy,
            "body": reading.body(copy, request, day),
            "preview": True,
        }
        return render(request, "sop_pages/sop.html", context)
