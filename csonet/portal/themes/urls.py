"""Addresses of topics, goals, countries and regions."""

from django.urls import path

from csonet.portal.themes.views import IndexView, PlacesView, TermView

urlpatterns = [
    path("topics/", IndexView.as_view(kind="topic"), name="topic_index"),
    path("topics/<slug:key>/", TermView.as_view(kind="topic"), name="topic_page"),
    path("goals/", IndexView.as_view(kind="goal"), name="goal_index"),
    path("goals/<slug:key>/", TermView.as_view(kind="goal"), name="goal_page"),
    path("countries/", PlacesView.as_view(), name="country_index"),
    path("countries/<slug:key>/", TermView.as_view(kind="country"), name="country_page"),
    path("regions/<slug:key>/", TermView.as_view(kind="region"), name="region_page"),
]
