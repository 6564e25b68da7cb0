"""/api/search/: searching as JSON."""

from django.urls import path

from . import views

app_name = "search_api"
urlpatterns = [path("v1", views.api, name="v1")]
