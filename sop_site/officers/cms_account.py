"""Wagtail's own account page, with what is ours left out: name, password, language, picture."""

from wagtail.admin.views.account import (
    AccountView,
    NotificationsSettingsPanel,
    ThemeSettingsPanel,
)
from wagtail.users.models import UserProfile


class CmsAccountView(AccountView):
    """Notifications and the look of the CMS; all else is on the person's own page."""

    def get_panels(self):
        profile = UserProfile.get_for_user(self.request.user)
        panels = [
            kind(self.request, self.request.user, profile)
            for kind in (NotificationsSettingsPanel, ThemeSettingsPanel)
        ]
        return [panel for panel in panels if panel.is_active()]
