"""The seven roles, and what each may do with people, slips and the audit log."""

from django.db import migrations

from sop_site.officers import roles

PERMISSIONS = {
    "read_people": (roles.TRAINER, roles.COORDINATOR, roles.ADMIN),
    "make_slips": (roles.TRAINER, roles.ADMIN),
    "view_auditentry": (roles.REVIEWER, roles.ADMIN),
}


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for role in roles.ROLES:
        Group.objects.get_or_create(name=role)
    roles.grant(apps, "officers", PERMISSIONS)
    roles.grant(apps, "wagtailadmin", {"access_admin": roles.CMS_ROLES})


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=roles.ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("officers", "0002_slips_audit_log_and_session_round"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
