"""Addresses below /cms/ that stand before Wagtail's own, since observers may open some of them."""

from django.urls import path

from ..views import figures

urlpatterns = [
    path("all.xlsx", figures.download, {"kind": "xlsx"}, name="feedback_figures_xlsx"),
    path("all.csv", figures.download, {"kind": "csv"}, name="feedback_figures_csv"),
    path("", figures.figures, name="feedback_figures"),
]
