"""Addresses below /cms/ that stand before Wagtail's own, since observers may open them too."""

from django.urls import path

from .cms import register

urlpatterns = [
    path("", register.listed, name="sop_register"),
    path("download/", register.download, name="sop_register_download"),
]
