from datetime import timedelta

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "csonet.portal"
    label = "portal"
    verbose_name = _("Portal")
    default = True

    def ready(self) -> None:
        """Files of open data are made at night; saved searches find as their pages do; the database knows itself."""
        # Models are there only once all apps are loaded.
        from csonet.engagement import searches
        from csonet.notifications import jobs
        from csonet.portal import statistics
        from csonet.portal.opendata import dumps
        from csonet.portal.saved_searches.pages import find_new

        searches.find_with(find_new)

        jobs.register("files of open data", dumps.make_due, timedelta(minutes=10))
        jobs.register("statistics", statistics.take, timedelta(days=1))
        post_migrate.connect(statistics.after_migrations, sender=self)


class DeskConfig(admin_apps.AdminConfig):
    """The Branch's desk in place of Django's own admin site."""

    default = False
    default_site = "csonet.portal.desk.Desk"
