"""Brief news, articles with their co-authors, the feeds that organizations bring in, and what is pinned."""

from news.models.article import Article, CoAuthor
from news.models.feed import Feed, FeedDecision, FeedEntry
from news.models.news_item import NewsItem, Pin

__all__ = ["Article", "CoAuthor", "Feed", "FeedDecision", "FeedEntry", "NewsItem", "Pin"]
