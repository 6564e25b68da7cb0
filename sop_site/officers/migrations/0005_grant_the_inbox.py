"""Who looks after the inbox, and who says yes to what was brought by hand."""

from django.db import migrations

from sop_site.officers import roles

PERMISSIONS = {
    "look_after_inbox": (roles.REVIEWER, roles.LEAD, roles.ADMIN),
    "release_items": (roles.TRAINER, roles.ADMIN),
}


def grant_all(apps, schema_editor):
    roles.grant(apps, "offline", PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("officers", "0004_hold_the_audit_log"),
        ("offline", "0002_keep_by_hand_and_until"),
    ]

    operations = [migrations.RunPython(grant_all, migrations.RunPython.noop)]
