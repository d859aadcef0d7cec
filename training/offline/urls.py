"""Addresses of packs, pages to print, and of what is sent in afterwards."""

from django.urls import path

from training.offline import views

urlpatterns = [
    path("<words:slug>/offline/", views.OfflineView.as_view(), name="course_offline"),
    path("<words:slug>/offline/send-in/", views.SendInView.as_view(), name="course_send_in"),
    path("<words:slug>/offline/print/", views.PrintView.as_view(), name="course_print"),
    path("<words:slug>/offline/<int:number>/print/", views.PrintView.as_view(), name="module_print"),
    path("<words:slug>/offline/<int:number>/pack.zip", views.PackView.as_view(), name="course_pack"),
]
