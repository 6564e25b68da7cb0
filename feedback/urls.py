from django.urls import path

from .views import me_too, mine, new, photos, reach, solutions, you_said

app_name = "feedback"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("new/", new.new, name="new"),
    path("sent/<str:code>/", new.sent, name="sent"),
    path("me-too/", me_too.say, name="me_too"),
    path("me-too/<int:pk>/", me_too.voted, name="voted"),
    path("reach/", reach.reach, name="reach"),
    path("photos/<int:pk>/", photos.photo, name="photo"),
    path("voice/<int:pk>/", photos.voice, name="voice"),
    path("you-said/", you_said.you_said, name="you_said"),
    path("you-said.atom", you_said.atom, name="you_said_feed"),
    path("solutions/", solutions.board, name="solutions"),
    path("solutions/new/", solutions.new, name="new_solution"),
    path("solutions/tried/", solutions.tried, name="tried"),
    path("<str:code>/", mine.report, name="report"),
    path("<str:code>/add/", mine.add, name="add"),
    path("<str:code>/judge/", mine.judge, name="judge"),
]
