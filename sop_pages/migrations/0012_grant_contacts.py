"""Who edits contacts, and a district's contact stands in the district's province."""

from django.db import migrations

from sop_site.officers import roles

EDITORS = (roles.COORDINATOR, roles.REVIEWER, roles.ADMIN)
PERMISSIONS = {
    "view_contact": EDITORS,
    "add_contact": EDITORS,
    "change_contact": EDITORS,
    "delete_contact": (roles.REVIEWER, roles.ADMIN),
}


def settle(apps, schema_editor):
    roles.grant(apps, "sop_pages", PERMISSIONS)
    contacts = apps.get_model("sop_pages", "Contact").objects
    for contact in contacts.filter(district__isnull=False).select_related("district"):
        contact.province_id = contact.district.province_id
        contact.save(update_fields=["province"])


class Migration(migrations.Migration):
    dependencies = [("sop_pages", "0011_edit_contacts")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
