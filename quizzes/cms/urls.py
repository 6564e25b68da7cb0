from django.urls import path

from . import (
    cases,
    exceptions,
    exporting,
    figures,
    questions,
    regrading,
    results,
    taking_in,
    versions,
    while_writing,
)

urlpatterns = [
    path("quizzes/results/", results.quizzes, name="quiz_results"),
    path("quizzes/results/<slug:slug>/", results.officers, name="quiz_results_officers"),
    path("quizzes/results/<slug:slug>/attempts/", results.attempts, name="quiz_results_attempts"),
    path(
        "quizzes/results/<slug:slug>/attempts/<uuid:uuid>/",
        results.attempt,
        name="quiz_results_attempt",
    ),
    path(
        "quizzes/results/<slug:slug>/districts/", results.districts, name="quiz_results_districts"
    ),
    path(
        "quizzes/results/<slug:slug>/questions/", results.questions, name="quiz_results_questions"
    ),
    path("quizzes/results/<slug:slug>/figures/", figures.figures, name="quiz_figures"),
    path("quizzes/results/<slug:slug>/regrade/", regrading.regrade, name="quiz_regrade"),
    path("quizzes/results/<slug:slug>/exceptions/", exceptions.exceptions, name="quiz_exceptions"),
    path(
        "quizzes/results/<slug:slug>/exceptions/<int:pk>/take-back/",
        exceptions.take_back,
        name="quiz_exception_take_back",
    ),
    path(
        "quizzes/results/<slug:slug>/exceptions/cohorts/<int:pk>/take-back/",
        exceptions.take_back_cohort,
        name="quiz_cohort_exception_take_back",
    ),
    path("quizzes/take-in/", taking_in.take_in, name="quiz_take_in"),
    path("quizzes/take-in/table/", exporting.template, name="quiz_questions_template"),
    path("quizzes/export/", exporting.export_questions, name="quiz_export"),
    path("quizzes/cases/", cases.cases, name="quiz_cases"),
    path("quizzes/cases/new/", cases.add, name="quiz_case_add"),
    path("quizzes/cases/<slug:key>/", cases.edit, name="quiz_case_edit"),
    path("quizzes/cases/<slug:key>/versions/", versions.of_case, name="quiz_case_versions"),
    path("quizzes/question-alike/", while_writing.alike, name="quiz_question_alike"),
    path(
        "quizzes/question-on-phone/<slug:question_type>/<slug:language>/",
        while_writing.on_phone,
        name="quiz_question_on_phone",
    ),
    path("quizzes/questions/", questions.bank, name="quiz_questions"),
    path("quizzes/questions/new/<slug:question_type>/", questions.add, name="quiz_question_add"),
    path("quizzes/questions/<slug:key>/", questions.edit, name="quiz_question_edit"),
    path(
        "quizzes/questions/<slug:key>/versions/",
        versions.of_question,
        name="quiz_question_versions",
    ),
]
