from wagtail.users.apps import WagtailUsersAppConfig


class KhumueUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users app with our pages for people."""

    user_viewset = "sop_site.officers.cms_users.PersonViewSet"
