"""Reference values in the CMS: read by trainers, changed by reviewers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import SnippetViewSet

from .cms.value_form import ReferenceValueForm
from .models import ReferenceValue, RenderedSOP


class TouchedPanel(Panel):
    """Above the fields: every place that a change touches, before it is saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sop_pages/cms/touched.html"

        def get_context_data(self, parent_context=None):
            return {
                "touched": self.form.touched(),
                "seen": self.form.seen(),
                "value": self.instance,
            }


class ReferenceValueViewSet(SnippetViewSet):
    """Each row is a value with the day from which it holds; a new value is a new row."""

    model = ReferenceValue
    icon = "decimal"
    menu_label = _("Reference values")
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["key", "label_lo", "value", "unit", "valid_from", "reviewed"]
    list_filter = ["key", "unit", "reviewed"]
    search_fields = ["key", "label_lo", "label_en"]
    edit_handler = ObjectList(
        [
            TouchedPanel(),
            FieldPanel("key"),
            FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]),
            FieldPanel("valid_from"),
            FieldRowPanel([FieldPanel("label_lo"), FieldPanel("label_en")]),
            FieldRowPanel([FieldPanel("note_lo"), FieldPanel("note_en")]),
            MultiFieldPanel(
                [
                    FieldPanel("source"),
                    FieldPanel("fact"),
                    FieldPanel("confidence"),
                    FieldPanel("reviewed"),
                ],
                heading=_("Where it comes from"),
            ),
        ],
        base_form_class=ReferenceValueForm,
    )


@hooks.register("before_delete_snippet")
def keep_values_in_use(request: HttpRequest, instances) -> HttpResponse | None:
    """The last value of a key stays while an SOP shows it: readers would meet an open field."""
    for value in instances:
        if not isinstance(value, ReferenceValue):
            continue
        others = ReferenceValue.objects.filter(key=value.key).exclude(
            pk__in=[one.pk for one in instances]
        )
        codes = [] if others.exists() else _codes_showing(value.key)
        if codes:
            sentence = gettext(
                "{%(key)s} stays: it is the only value that these SOPs show: %(codes)s."
            )
            messages.error(request, sentence % {"key": value.key, "codes": ", ".join(codes)})
            return redirect("wagtailsnippets_sop_pages_referencevalue:list")
    return None


def _codes_showing(key: str) -> list[str]:
    copies = RenderedSOP.objects.filter(figures__has_key=key)
    return sorted(set(copies.values_list("code", flat=True)))
