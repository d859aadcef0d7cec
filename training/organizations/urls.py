"""Addresses of what an organization's people learn."""

from django.urls import path

from accounts.organizations.addresses import follows_mergers
from training.organizations import views

_HERE = "organizations/<words:organization>/"

urlpatterns = [
    path(_HERE, follows_mergers(views.OrganizationView.as_view(), "organization"), name="organization_training"),
    path(
        f"{_HERE}people.csv",
        follows_mergers(views.OrganizationFileView.as_view(), "organization"),
        name="organization_training_file",
    ),
    path(f"{_HERE}<int:pk>/take-back/", views.TakeBackView.as_view(), name="assignment_take_back"),
]
