from django.urls import path

from . import views

app_name = "officers"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.change_password, name="change_password"),
    path("profile/held/", views.held, name="held"),
    path("profile/held/file/", views.own_file, name="own_file"),
    path("profile/held/remove/", views.ask_to_be_removed, name="ask_to_be_removed"),
    path("first-sign-in/", views.first_sign_in, name="first_sign_in"),
    path("first-sign-in/<slug:code>/", views.use_slip, name="slip"),
]
