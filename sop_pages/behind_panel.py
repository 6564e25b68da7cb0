"""The panel above a translation's form: which of its passages are behind, each led to."""

from wagtail.admin.panels import Panel


class BehindPanel(Panel):
    """Shown for a page that was saved and is behind its source in the newest release."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sop_pages/cms/behind.html"

        def is_shown(self):
            return bool(self.instance.pk and self._found)

        @property
        def _found(self):
            from . import translating  # it knows the models, which know this panel

            if not hasattr(self, "_known"):
                self._known = translating.of_page(self.instance)
            return self._known

        def get_context_data(self, parent_context=None):
            from .cms.translations import rows

            return {"rows": rows(self._found), "source": self.instance.sop.source_language}
