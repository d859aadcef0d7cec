"""Addresses of brief news, its archives, and the feeds that organizations bring in."""

from django.urls import path

from csonet.content.urls import content_urls
from news.forms import NewsForm
from news.models import NewsItem
from news.views_archive import ArchiveSpanView, ArchiveView, PinView
from news.views_feeds import FeedActView, FeedDetailView, FeedEditView, FeedListView, FeedNewView

urlpatterns = [
    path("archive/", ArchiveView.as_view(), name="news_archive"),
    path("<int:year>/", ArchiveSpanView.as_view(), name="news_year"),
    path("<int:year>/<int:month>/", ArchiveSpanView.as_view(), name="news_month"),
    path("feeds/", FeedListView.as_view(), name="feed_list"),
    path("feeds/new/", FeedNewView.as_view(), name="feed_new"),
    path("feeds/<int:pk>/", FeedDetailView.as_view(), name="feed_detail"),
    path("feeds/<int:pk>/edit/", FeedEditView.as_view(), name="feed_edit"),
    path("feeds/<int:pk>/act/", FeedActView.as_view(), name="feed_act"),
    *content_urls(NewsItem, NewsForm),
    path("<words:slug>/pin/", PinView.as_view(), name="news_pin"),
]
