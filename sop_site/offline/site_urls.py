"""What phones fetch by fixed addresses, outside any language."""

from django.urls import path

from . import worker
from .saved import views

app_name = "phone"
urlpatterns = [
    path("sw.js", worker.service_worker, name="service_worker"),
    path("manifest.webmanifest", worker.web_manifest, name="web_manifest"),
    path("offline/<str:locale>/manifest.json", views.manifest, name="manifest"),
    path("offline/<str:locale>/bundle-<str:version>.json", views.bundle, name="bundle"),
    path("offline/<str:locale>/packed-<str:version>.json", views.packed_bundle, name="packed"),
    path("offline/<str:locale>/contents.json", views.contents, name="contents"),
    path("offline/<str:locale>/docs", views.documents, name="documents"),
]
