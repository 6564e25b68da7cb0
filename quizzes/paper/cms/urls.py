from django.urls import path

from . import files, grid, prints

PAPER = "quizzes/results/<slug:slug>/paper/"
urlpatterns = [
    path(PAPER, prints.prints, name="quiz_paper"),
    path(f"{PAPER}<int:pk>/", grid.grid, name="quiz_paper_type"),
    path(f"{PAPER}<int:pk>/xlsx/", files.download, name="quiz_paper_xlsx"),
    path(f"{PAPER}<int:pk>/bring/", files.bring, name="quiz_paper_bring"),
    path(f"{PAPER}<int:pk>/sheets.pdf", prints.sheets_pdf, name="quiz_paper_sheets"),
    path(f"{PAPER}<int:pk>/key.pdf", prints.key_pdf, name="quiz_paper_key"),
]
