"""The addresses of calls, statements, speakers' lists and side events, below an event."""

from django.urls import path

from events.statements import views, views_desk

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
]
