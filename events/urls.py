"""The addresses under /events/."""

from django.urls import path

from csonet.content.urls import content_urls
from events.forms.events import EventForm
from events.models import Event
from events.views import feeds
from events.views.calendars import CalendarView
from events.views.details import EventDetailView
from events.views.lists import EventListView

urlpatterns = [
    path("", EventListView.as_view(), name="event_list"),
    path("calendar/", CalendarView.as_view(), name="event_calendar"),
    path("calendar.ics", feeds.CalendarFeedView.as_view(), name="event_calendar_feed"),
    path("mine/calendar/", feeds.CalendarAddressView.as_view(), name="event_calendar_address"),
    path("mine/<str:token>.ics", feeds.OwnCalendarView.as_view(), name="event_own_calendar"),
    path("<words:slug>/event.ics", feeds.EventIcsView.as_view(), name="event_ics"),
    *content_urls(Event, EventForm, detail=EventDetailView),
]
