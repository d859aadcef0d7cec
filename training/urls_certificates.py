"""Addresses of certificates."""

from django.urls import path

from training.views import certificates

urlpatterns = [
    path("", certificates.VerifyView.as_view(), name="certificates"),
    path("<str:code>/", certificates.VerifyView.as_view(), name="certificate"),
    path("<str:code>/name/", certificates.CorrectView.as_view(), name="certificate_name"),
]
