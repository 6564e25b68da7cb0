"""The handbook's addresses, below the language."""

from django.urls import path

from .search import views as search
from .views import (
    changes,
    checking,
    confirming,
    home,
    lists,
    notes,
    pdf,
    releases,
    sops,
    wrong_numbers,
)

app_name = "sop_pages"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.page, name="search"),
    path("sops/", lists.sops, name="sops"),
    path("sops/<str:code>/", sops.sop, name="sop"),
    path("sops/<str:code>/releases/", releases.releases, name="releases"),
    path("sops/<str:code>/releases/<str:number>/", releases.release, name="release"),
    path("sops/<str:code>/releases/<str:number>/check/", checking.check, name="check"),
    path("sops/<str:code>/releases/<str:number>/pdf/", pdf.release, name="pdf"),
    path("handbook/pdf/", pdf.handbook, name="handbook_pdf"),
    path("sops/<str:code>/steps/<str:key>/", checking.step, name="step"),
    path("changes.atom", changes.atom, name="changes"),
    path("check/", checking.ask, name="ask"),
    path("sops/<str:code>/confirm/", confirming.confirm, name="confirm"),
    path("notes/", notes.mine, name="notes"),
    path("notes/new/", notes.new, name="new_note"),
    path("notes/<int:pk>/withdraw/", notes.withdraw, name="withdraw_note"),
    path("to-confirm/", confirming.to_confirm, name="to_confirm"),
    path("sops/<str:code>/compare/", releases.compare, name="compare"),
    path("sops/<str:code>/on/<str:day>/", releases.on_day, name="on_day"),
    path("tasks/<slug:task>/", lists.task, name="task"),
    path("contacts/", lists.contacts, name="contacts"),
    path("contacts/<slug:key>/wrong/", wrong_numbers.wrong, name="wrong_number"),
]
