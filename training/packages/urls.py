"""Addresses of packages that authors bring and take away."""

from django.urls import path

from training.packages.views import ExportView, PackageView

urlpatterns = [
    path("<words:slug>/write/package/", PackageView.as_view(), name="course_package"),
    path("<words:slug>/write/export/<int:number>/<str:format>/", ExportView.as_view(), name="course_export"),
]
