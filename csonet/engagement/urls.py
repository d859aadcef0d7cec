"""Addresses of following and of the mail settings."""

from django.urls import path

from csonet.engagement.views import AnnouncementView, FollowView, NoticeSettingsOpenView, NoticeSettingsView

urlpatterns = [
    path("follow/", FollowView.as_view(), name="follow"),
    path("notices/announcements/<int:pk>/", AnnouncementView.as_view(), name="announcement_page"),
    path("notices/settings/", NoticeSettingsView.as_view(), name="notice_settings"),
    path("notices/settings/<str:token>/", NoticeSettingsOpenView.as_view(), name="notice_settings_open"),
]
