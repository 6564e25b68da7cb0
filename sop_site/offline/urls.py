from django.urls import path

from . import file_views, views

app_name = "sync"
urlpatterns = [
    path("session", views.session, name="session"),
    path("sync/v1/items", views.items, name="items"),
    path("sync/v1/files/<str:item>/<str:sha256>", file_views.part, name="file"),
]
