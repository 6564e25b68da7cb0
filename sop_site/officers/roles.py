"""The seven roles. Each is a group; what a role may do is granted by its app's own migration."""

from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext_lazy as _

OFFICER = "officer"
COORDINATOR = "coordinator"
TRAINER = "trainer"
REVIEWER = "reviewer"
LEAD = "lead"  # a reviewer who also reads sensitive reports
OBSERVER = "observer"
ADMIN = "admin"

ROLES = (OFFICER, COORDINATOR, TRAINER, REVIEWER, LEAD, OBSERVER, ADMIN)
CMS_ROLES = (COORDINATOR, TRAINER, REVIEWER, LEAD, ADMIN)
LABELS = {
    OFFICER: _("Officer"),
    COORDINATOR: _("Coordinator"),
    TRAINER: _("Trainer"),
    REVIEWER: _("Reviewer"),
    LEAD: _("Feedback lead"),
    OBSERVER: _("Observer"),
    ADMIN: _("Administrator"),
}


def labels(held) -> list[str]:
    """The names of roles in the reader's language, in the order of ROLES."""
    return [str(LABELS[role]) for role in ROLES if role in held]


def grant(apps, app_label: str, permissions: dict[str, tuple[str, ...]]) -> None:
    """Gives roles the permissions of one app; for use in a migration.

    `permissions` maps a codename to the roles that get it. Permissions don't exist yet inside the
    first migration of a new database, so they are made here first.
    """
    from django.apps import apps as live_apps

    create_permissions(live_apps.get_app_config(app_label), apps=apps, verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for codename, roles in permissions.items():
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        for role in roles:
            Group.objects.get_or_create(name=role)[0].permissions.add(permission)
