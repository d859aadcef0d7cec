"""Addresses of cohorts, under their course."""

from django.urls import path

from training.cohorts import views

_HERE = "<words:slug>/cohorts/<int:pk>/"

urlpatterns = [
    path("<words:slug>/cohorts/new/", views.ArrangeView.as_view(), name="cohort_new"),
    path(_HERE, views.CohortView.as_view(), name="cohort"),
    path(f"{_HERE}part/", views.TakePartView.as_view(), name="cohort_part"),
    path(f"{_HERE}edit/", views.ArrangeView.as_view(), name="cohort_edit"),
]
