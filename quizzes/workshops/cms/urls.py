from django.urls import path

from . import modules, people, workshops

MODULE = "workshops/<int:pk>/modules/<int:module>/"
urlpatterns = [
    path("workshops/", workshops.workshops, name="workshops"),
    path("workshops/new/", workshops.add, name="workshop_add"),
    path("workshops/<int:pk>/", workshops.workshop, name="workshop"),
    path("workshops/<int:pk>/edit/", workshops.edit, name="workshop_edit"),
    path("workshops/<int:pk>/state/", workshops.state, name="workshop_state"),
    path("workshops/<int:pk>/enrol/", people.enrol, name="workshop_enrol"),
    path("workshops/<int:pk>/take-off/<int:enrolment>/", people.take_off, name="workshop_take_off"),
    path("workshops/<int:pk>/import/", people.bring, name="workshop_import"),
    path("workshops/<int:pk>/code/", people.wall, name="workshop_wall"),
    path(MODULE, modules.module, name="workshop_module"),
    path(f"{MODULE}xlsx/", modules.download, name="workshop_module_xlsx"),
    path(f"{MODULE}list/", modules.attendance, name="workshop_attendance"),
    path(f"{MODULE}session/", modules.session, name="workshop_session"),
]
