"""Reports that were there before are given their folded words and pairs, once."""

from importlib import import_module

import pytest
from django.apps import apps

from feedback.models import Gram, Report

fold_reports = import_module("feedback.migrations.0005_fold_reports")


@pytest.mark.django_db
def test_older_reports_get_words_and_pairs(officer, report_of):
    report = report_of(officer, text="ນ້ຳຖ້ວມທາງ")
    whole = set(report.grams.values_list("gram", flat=True))
    Gram.objects.all().delete()
    Report.objects.update(folded="")

    fold_reports.fold_all(apps, None)
    fold_reports.fold_all(apps, None)

    assert set(report.grams.values_list("gram", flat=True)) == whole != set()
    assert "ນໍ້າຖ້ວມ" in Report.objects.get().folded
