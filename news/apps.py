from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        """The worker fetches the feeds that organizations bring in; who is told what about feeds and articles."""
        from csonet.notifications import jobs, kinds
        from news.feeds.taking_in import fetch_due

        kinds.add("tasks", _("owners of the organization that is asked to sign an article"), "coauthor_asked")
        kinds.add("replies", _("the author of the article"), "coauthor_confirmed", "coauthor_declined")
        owners = _("owners of the organization that brought the feed in")
        kinds.add("decisions", owners, "feed_approved", "feed_refused", "feed_stopped", "feed_paused")
        jobs.register("feeds", fetch_due, every=timedelta(minutes=5))
