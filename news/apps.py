from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self) -> None:
        """The worker fetches the feeds that organizations bring in."""
        from csonet.notifications import jobs
        from news.feeds.taking_in import fetch_due

        jobs.register("feeds", fetch_due, every=timedelta(minutes=5))
