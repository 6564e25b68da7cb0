"""The list of work on the CMS's home, gathered from all parts of the product."""

from wagtail.admin.ui.components import Component

from ..work import groups_for


class WorkPanel(Component):
    name = "work"
    template_name = "sop_pages/cms/work.html"
    order = 100

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"groups": groups_for(request.user), "request": request}
