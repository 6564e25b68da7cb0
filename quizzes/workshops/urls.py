from django.urls import path

from .views import attending, joining, my_path

app_name = "workshops"
urlpatterns = [
    path("", my_path.my_path, name="path"),
    path("join/", joining.join, name="join"),
    path("join/<str:code>/", joining.join, name="join_with"),
    path("here/", attending.here, name="here"),
]
