"""Who sees which people have confirmed a release: LSSO all, coordinators their province's."""

from django.db import migrations

from sop_site.officers import roles

READERS = (roles.COORDINATOR, roles.REVIEWER, roles.LEAD, roles.ADMIN)


def settle(apps, schema_editor):
    roles.grant(apps, "sop_pages", {"view_acknowledgement": READERS})


class Migration(migrations.Migration):
    dependencies = [("sop_pages", "0017_hold_local_notes")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
