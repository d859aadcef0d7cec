"""Addresses of a person's notices; `unlocalized` are those of links in mails, which must work for ever."""

from django.urls import path

from csonet.notifications.views import (
    AddressAgainView,
    LeaveView,
    MailSettingsOpenView,
    NoticeListView,
    NoticesReadView,
)

urlpatterns = [
    path("notices/", NoticeListView.as_view(), name="notice_list"),
    path("notices/read/", NoticesReadView.as_view(), name="notices_mark_read"),
    path("notices/address/", AddressAgainView.as_view(), name="address_again"),
]

unlocalized = [
    path("leave/<str:token>/", LeaveView.as_view(), name="mail_leave"),
    path("mails/<str:token>/", MailSettingsOpenView.as_view(), name="mail_settings_open"),
]
