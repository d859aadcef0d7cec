"""Addresses of surveys, under their course."""

from django.urls import path

from training.surveys import views

_AFTER = "<words:slug>/survey/"
_HERE = "<words:slug>/survey/<uuid:key>/"

urlpatterns = [
    path(_AFTER, views.SurveyView.as_view(), name="survey"),
    path(f"{_AFTER}write/", views.WriteView.as_view(), name="survey_write"),
    path(f"{_AFTER}write/<int:pk>/", views.QuestionView.as_view(), name="survey_question"),
    path(f"{_AFTER}results/", views.ResultsView.as_view(), name="survey_results"),
    path(_HERE, views.SurveyView.as_view(), name="activity_survey"),
    path(f"{_HERE}write/", views.WriteView.as_view(), name="activity_survey_write"),
    path(f"{_HERE}write/<int:pk>/", views.QuestionView.as_view(), name="activity_survey_question"),
]
