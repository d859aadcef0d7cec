"""The addresses under /events/."""

from django.urls import path, re_path

from csonet.content.urls import content_urls
from events.forms.events import EventForm
from events.models import Event
from events.statements.urls import urlpatterns as statement_urls
from events.views import (
    changing,
    delegations,
    door,
    feeds,
    hosting,
    importing,
    materials,
    organizing,
    papers,
    people,
    registering,
)
from events.views.calendars import CalendarView
from events.views.details import EventDetailView
from events.views.lists import EventExportView, EventListView

_ORGANIZATION = "<words:slug>/delegations/<words:organization>/"

urlpatterns = [
    path("", EventListView.as_view(), name="event_list"),
    re_path(r"^export\.(?P<format>csv|json)$", EventExportView.as_view(), name="event_export"),
    path("calendar/", CalendarView.as_view(), name="event_calendar"),
    path("calendar.ics", feeds.CalendarFeedView.as_view(), name="event_calendar_feed"),
    path("mine/", registering.MyEventsView.as_view(), name="event_mine"),
    path("mine/calendar/", feeds.CalendarAddressView.as_view(), name="event_calendar_address"),
    path("mine/<str:token>.ics", feeds.OwnCalendarView.as_view(), name="event_own_calendar"),
    path("import/", importing.ImportView.as_view(), name="event_import"),
    path("verify/", papers.VerifyView.as_view(), name="event_verify_form"),
    path("verify/<str:code>/", papers.VerifyView.as_view(), name="event_verify"),
    path("attend/<str:token>/<slug:kind>.pdf", papers.AttendPaperView.as_view(), name="attend_paper"),
    path("attend/<str:token>/", registering.AttendView.as_view(), name="attend"),
    path("<words:slug>/event.ics", feeds.EventIcsView.as_view(), name="event_ics"),
    path("<words:slug>/register/", registering.RegisterView.as_view(), name="event_register"),
    path("<words:slug>/registrations/<uuid:key>/", registering.RegistrationView.as_view(), name="registration"),
    path(
        "<words:slug>/registrations/<uuid:key>/<slug:kind>.pdf", papers.PaperView.as_view(), name="registration_paper"
    ),
    path("<words:slug>/answers/<int:pk>/", registering.AnswerFileView.as_view(), name="answer_file"),
    path(_ORGANIZATION, delegations.DelegationView.as_view(), name="delegation"),
    path(f"{_ORGANIZATION}nominate/", delegations.NominateView.as_view(), name="delegation_nominate"),
    path(f"{_ORGANIZATION}file/", delegations.RosterView.as_view(), name="delegation_roster"),
    path(f"{_ORGANIZATION}seats/", delegations.MoreSeatsView.as_view(), name="delegation_seats"),
    path(f"{_ORGANIZATION}replace/<uuid:key>/", delegations.SubstituteView.as_view(), name="delegation_replace"),
    path("<words:slug>/manage/", organizing.ManageView.as_view(), name="event_manage"),
    path("<words:slug>/manage/rules/new/", organizing.RuleView.as_view(), name="event_rule_new"),
    path("<words:slug>/manage/rules/<int:pk>/", organizing.RuleView.as_view(), name="event_rule"),
    path(
        "<words:slug>/manage/rules/<int:rule>/questions/new/",
        organizing.QuestionView.as_view(),
        name="event_question_new",
    ),
    path(
        "<words:slug>/manage/rules/<int:rule>/questions/<int:pk>/",
        organizing.QuestionView.as_view(),
        name="event_question",
    ),
    path("<words:slug>/co-hosts/", hosting.CoHostsView.as_view(), name="event_co_hosts"),
    path("<words:slug>/co-hosts/<int:pk>/", hosting.CoHostAnswerView.as_view(), name="event_co_host_answer"),
    path("<words:slug>/materials/", materials.MaterialsView.as_view(), name="event_materials"),
    path("<words:slug>/people/", people.PeopleView.as_view(), name="event_people"),
    path("<words:slug>/people/export.csv", people.PeopleExportView.as_view(), name="event_people_export"),
    path("<words:slug>/door/", door.DoorView.as_view(), name="event_door"),
    path("<words:slug>/door/<int:pk>/attendance.csv", door.AttendanceExportView.as_view(), name="event_attendance"),
    path("<words:slug>/changes/", changing.ChangesView.as_view(), name="event_changes"),
    path("<words:slug>/changes/<int:pk>/", changing.MeetingView.as_view(), name="event_meeting"),
    path("<words:slug>/figures/export.csv", changing.FiguresExportView.as_view(), name="event_figures_export"),
    path("<words:slug>/figures/", changing.FiguresView.as_view(), name="event_figures"),
    *statement_urls,
    *content_urls(Event, EventForm, detail=EventDetailView),
]
