"""Addresses below /cms/ that stand before Wagtail's own, since observers may open them too."""

from django.urls import path

from .cms import quarter

urlpatterns = [
    path("", quarter.latest, name="quarterly_latest"),
    path("<int:year>-<int:number>/", quarter.page, name="quarterly_report"),
    path("<int:year>-<int:number>/report.xlsx", quarter.download, name="quarterly_xlsx"),
]
