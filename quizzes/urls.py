from django.urls import path

from .paper.views import sheet
from .views import listing, receipts, result, taking

app_name = "quizzes"
urlpatterns = [
    path("", listing.quizzes, name="list"),
    path("receipt/", receipts.receipts, name="receipts"),
    path("receipt/<str:code>/", receipts.receipt, name="receipt"),
    path("<slug:slug>/", listing.detail, name="detail"),
    path("<slug:slug>/sheets/<int:number>/", sheet, name="sheet"),
    path("<slug:slug>/practise/", listing.practise, name="practise"),
    path("<slug:slug>/start/", listing.begin, name="start"),
    path("<slug:slug>/<uuid:uuid>/", taking.overview, name="overview"),
    path("<slug:slug>/<uuid:uuid>/question/<int:position>/", taking.question, name="question"),
    path("<slug:slug>/<uuid:uuid>/hand-in/", taking.hand_in, name="hand_in"),
    path("<slug:slug>/<uuid:uuid>/result/", result.result, name="result"),
]
