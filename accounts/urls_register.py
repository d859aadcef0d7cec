"""Addresses of the register: the Committee's sessions, decisions and recorded votes."""

from django.urls import path, re_path

from accounts.register.open_data_fields import PATHS, URL_NAMES
from accounts.register.views import (
    CommitteeSessionDetailView,
    CommitteeSessionExportView,
    CommitteeSessionListView,
    RegisterExportView,
    RollCallDetailView,
)

_DATE = r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"

urlpatterns = [
    path("decisions/", CommitteeSessionListView.as_view(), name="committee_sessions"),
    path("decisions/votes/<int:number>/", RollCallDetailView.as_view(), name="roll_call"),
    re_path(rf"^decisions/{_DATE}/$", CommitteeSessionDetailView.as_view(), name="committee_session"),
    re_path(
        rf"^decisions/{_DATE}/decisions\.(?P<format>csv|json)$",
        CommitteeSessionExportView.as_view(),
        name="committee_session_export",
    ),
    *(
        re_path(
            rf"^decisions/{place}\.(?P<format>csv|json)$",
            RegisterExportView.as_view(name=name),
            name=URL_NAMES[name],
        )
        for name, place in PATHS.items()
    ),
]
