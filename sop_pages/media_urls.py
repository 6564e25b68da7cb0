"""/media/: pictures and recordings of the handbook."""

from django.urls import path

from .views.media import media

app_name = "media"
urlpatterns = [path("<path:path>", media, name="file")]
