"""Addresses of the feeds that go over all nouns."""

from django.urls import path

from accounts.organizations.addresses import follows_mergers
from csonet.content.feeds import LatestFeedView, OrganizationFeedView, SearchFeedView, TermFeedView
from csonet.content.models import Item

_goals = TermFeedView.as_view(kind="goals", through=Item.goals.through, column="goal_id", page="goal_page")
_topics = TermFeedView.as_view(kind="topics", through=Item.topics.through, column="topic_id", page="topic_page")
_in_countries = {"through": Item.countries.through, "column": "country_id"}
_countries = TermFeedView.as_view(kind="countries", page="country_page", **_in_countries)
_regions = TermFeedView.as_view(kind="regions", page="region_page", **_in_countries)

urlpatterns = [
    path("feed/", LatestFeedView.as_view(), name="latest_feed"),
    path("search/feed/", SearchFeedView.as_view(), name="search_feed"),
    path("goals/<int:key>/feed/", _goals, name="goals_feed"),
    path("topics/<slug:key>/feed/", _topics, name="topics_feed"),
    path("countries/<slug:key>/feed/", _countries, name="countries_feed"),
    path("regions/<slug:key>/feed/", _regions, name="regions_feed"),
    path("organizations/<words:slug>/feed/", follows_mergers(OrganizationFeedView.as_view()), name="organization_feed"),
]
