"""Addresses of reports, under their course."""

from django.urls import path

from training.reports import views

urlpatterns = [
    path("<words:slug>/report/", views.ReportView.as_view(), name="course_report"),
    path("<words:slug>/report.csv", views.ReportFileView.as_view(), name="course_report_file"),
]
