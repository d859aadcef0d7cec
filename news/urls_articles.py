"""Addresses of articles and of their co-authors."""

from django.urls import path

from csonet.content.urls import content_urls
from news.forms import ArticleForm
from news.models import Article
from news.views_coauthors import CoAuthorAnswerView, CoAuthorRequestsView, CoAuthorsView

urlpatterns = [
    path("coauthors/", CoAuthorRequestsView.as_view(), name="coauthor_requests"),
    path("coauthors/<uuid:key>/", CoAuthorAnswerView.as_view(), name="coauthor_answer"),
    *content_urls(Article, ArticleForm),
    path("<words:slug>/authors/", CoAuthorsView.as_view(), name="article_authors"),
]
