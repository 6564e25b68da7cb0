"""Pages about this phone, below the language."""

from django.urls import path

from . import worker

app_name = "offline"
urlpatterns = [
    path("offline/", worker.shell, name="shell"),
    path("to-send/", worker.to_send, name="outbox"),
]
