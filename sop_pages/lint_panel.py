"""The panel above an SOP's form: what to look at, each led to and repeated at its field."""

from wagtail.admin.panels import Panel


class LintPanel(Panel):
    """Shown for a page that was saved, as long as the form has no errors to show."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "sop_pages/cms/lints.html"

        def is_shown(self):
            return bool(self.instance.pk and not self.form.is_bound)

        def get_context_data(self, parent_context=None):
            from . import lints  # its rules know the models, which know this panel

            return {"findings": lints.findings(self.instance)}
