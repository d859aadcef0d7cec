"""The addresses of calls, statements, speakers' lists and side events, below an event."""

from django.urls import path

from events.statements import views, views_desk, views_floor, views_sides

_REQUEST = "<words:slug>/side-events/<uuid:key>/"
_STATEMENT = "<words:slug>/statements/<uuid:key>/"

urlpatterns = [
    path("<words:slug>/manage/calls/", views_desk.CallsView.as_view(), name="event_calls"),
    path("<words:slug>/manage/calls/<slug:kind>/new/", views_desk.CallView.as_view(), name="event_call_new"),
    path("<words:slug>/manage/calls/<slug:kind>/<int:pk>/", views_desk.CallView.as_view(), name="event_call"),
    path("<words:slug>/manage/statements/<int:pk>/", views_desk.StatementDeskView.as_view(), name="statement_desk"),
    path("<words:slug>/statements/", views.StatementsView.as_view(), name="statement_list"),
    path("<words:slug>/statements/new/<int:pk>/", views.StatementNewView.as_view(), name="statement_new"),
    path(_STATEMENT, views.StatementDetailView.as_view(), name="statement_detail"),
    path(f"{_STATEMENT}edit/", views.StatementEditView.as_view(), name="statement_edit"),
    path(f"{_STATEMENT}act/", views.StatementActView.as_view(), name="statement_act"),
    path(f"{_STATEMENT}ask/", views.SignersView.as_view(), name="statement_ask"),
    path(f"{_STATEMENT}sign/<int:pk>/", views.SignerAnswerView.as_view(), name="statement_sign"),
    path(f"{_STATEMENT}text.txt", views.StatementTextView.as_view(), name="statement_text"),
    path("<words:slug>/speakers/<int:pk>/", views_floor.SpeakersListView.as_view(), name="speakers_list"),
    path("<words:slug>/speakers/<int:pk>/ask/", views_floor.FloorAskView.as_view(), name="floor_ask"),
    path("<words:slug>/speakers/<int:pk>/act/", views_floor.FloorActView.as_view(), name="floor_act"),
    path("<words:slug>/side-events/<int:pk>/", views_sides.SideEventCallView.as_view(), name="side_event_call"),
    path("<words:slug>/side-events/<int:pk>/new/", views_sides.SideEventNewView.as_view(), name="side_event_new"),
    path("<words:slug>/manage/side-events/<int:pk>/", views_sides.SideEventDeskView.as_view(), name="side_event_desk"),
    path("<words:slug>/manage/side-events/<int:pk>/slots/", views_sides.SlotsView.as_view(), name="side_event_slots"),
    path(_REQUEST, views_sides.SideEventRequestView.as_view(), name="side_event_request"),
    path(f"{_REQUEST}edit/", views_sides.SideEventEditView.as_view(), name="side_event_edit"),
    path(f"{_REQUEST}sponsor/<int:pk>/", views_sides.SponsorAnswerView.as_view(), name="side_event_sponsor"),
]
