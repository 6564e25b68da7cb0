"""The panel above an SOP's form: what points at its steps, before an author changes one."""

from wagtail.admin.panels import Panel


class EvidencePanel(Panel):
    """Shown for a page at which something points; js/cms/evidence.js repeats it at the blocks."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sop_pages/cms/evidence.html"

        def is_shown(self):
            return bool(self.instance.pk and self._places)

        @property
        def _places(self):
            from .before_edit import places

            if not hasattr(self, "_known"):
                self._known = places(self.instance)
            return self._known

        def get_context_data(self, parent_context=None):
            return {"places": self._places}
