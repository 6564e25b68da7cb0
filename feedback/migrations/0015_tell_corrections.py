from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0014_notices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="to",
            field=models.CharField(
                choices=[
                    ("sender", "to the sender"),
                    ("told", "to the sender"),
                    ("lsso", "to LSSO"),
                    ("internal", "internal note"),
                ],
                max_length=10,
                verbose_name="to",
            ),
        ),
    ]
