from django.db import migrations, models


def forget_pages(apps, schema_editor):
    """What was kept has no gzip yet; render_sops, run after each upgrade, makes both anew."""
    apps.get_model("sop_pages", "RenderedSOP").objects.update(stranger_etag="")


class Migration(migrations.Migration):
    dependencies = [
        ("sop_pages", "0007_widen_rendered_by_task"),
    ]

    operations = [
        migrations.AddField(
            model_name="renderedsop",
            name="stranger_gzip",
            field=models.BinaryField(default=b""),
        ),
        migrations.RunPython(forget_pages, migrations.RunPython.noop),
    ]
