import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

STATES = [
    ("stored", "stored"),
    ("handled", "handled"),
    ("rejected", "refused"),
    ("failed", "failed"),
    ("held", "waits for a yes"),
]


def note_when_handled(apps, schema_editor):
    """Until now an item was handled in the moment in which it came, or run again by hand."""
    InboxItem = apps.get_model("offline", "InboxItem")
    InboxItem.objects.filter(state="handled").update(handled_at=F("received_at"))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("offline", "0001_inbox"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="inboxitem",
            options={
                "ordering": ["-received_at"],
                "permissions": [
                    ("look_after_inbox", "Can see what the inbox refused, and bring items by hand"),
                    ("release_items", "Can say yes to items that were brought by hand"),
                ],
                "verbose_name": "inbox item",
                "verbose_name_plural": "inbox items",
            },
        ),
        migrations.AlterField(
            model_name="inboxitem",
            name="state",
            field=models.CharField(
                choices=STATES, default="stored", max_length=10, verbose_name="state"
            ),
        ),
        migrations.AddField(
            model_name="inboxitem",
            name="handled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inboxitem",
            name="emptied_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inboxitem",
            name="imported_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items_imported",
                to=settings.AUTH_USER_MODEL,
                verbose_name="brought by hand by",
            ),
        ),
        migrations.RunPython(note_when_handled, migrations.RunPython.noop),
    ]
