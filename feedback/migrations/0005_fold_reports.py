"""Gives the reports that are there their folded words and their pairs of syllables."""

from django.db import migrations

from feedback.pairs import pairs_in, whole
from sop_site.lao.text import fold


def fold_all(apps, schema_editor):
    Report = apps.get_model("feedback", "Report")
    Gram = apps.get_model("feedback", "Gram")
    for report in Report.objects.filter(folded="").iterator(500):
        report.folded = fold(f"{report.text} {report.proposal} {report.searched}")
        report.save(update_fields=["folded"])
        Gram.objects.bulk_create(
            (Gram(report=report, gram=gram) for gram in pairs_in(whole(report))),
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0004_themes_and_votes")]

    operations = [migrations.RunPython(fold_all, migrations.RunPython.noop)]
