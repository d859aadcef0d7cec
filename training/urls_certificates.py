"""Addresses of certificates."""

from django.urls import path

from training.views import certificates, certificates_desk

urlpatterns = [
    path("", certificates.VerifyView.as_view(), name="certificates"),
    path("mine/", certificates.MineView.as_view(), name="my_certificates"),
    path("<str:code>/", certificates.VerifyView.as_view(), name="certificate"),
    path("<str:code>/file/", certificates.FileView.as_view(), name="certificate_file"),
    path("<str:code>/name/", certificates.CorrectView.as_view(), name="certificate_name"),
    path("<str:code>/shows/", certificates.ShowNameView.as_view(), name="certificate_shows"),
    path("<str:code>/revoke/", certificates_desk.RevokeView.as_view(), name="certificate_revoke"),
    path("<str:code>/renew/", certificates_desk.RenewView.as_view(), name="certificate_renew"),
]
