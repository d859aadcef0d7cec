"""Addresses of people, organizations and the register."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls_people")),
    path("", include("accounts.urls_organizations")),
    path("", include("accounts.urls_register")),
]
