"""Addresses of what an organization's people learn."""

from django.urls import path

from training.organizations import views

_HERE = "organizations/<words:organization>/"

urlpatterns = [
    path(_HERE, views.OrganizationView.as_view(), name="organization_training"),
    path(f"{_HERE}people.csv", views.OrganizationFileView.as_view(), name="organization_training_file"),
    path(f"{_HERE}<int:pk>/take-back/", views.TakeBackView.as_view(), name="assignment_take_back"),
]
