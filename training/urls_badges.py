"""Addresses that credentials name: outside the languages, and the same for ever."""

from django.urls import path

from training.views import badges

urlpatterns = [
    path(".well-known/did.json", badges.DidView.as_view(), name="did"),
    path("badges/issuer", badges.IssuerView.as_view(), name="badge_issuer"),
    path("badges/status/<int:number>", badges.StatusListView.as_view(), name="badge_status"),
    path("badges/<str:code>", badges.CredentialView.as_view(), name="badge"),
]
