from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "csonet.notifications"
    label = "notifications"
    verbose_name = _("Notices and mails")

    def ready(self) -> None:
        """Register the periodic jobs of mails; listen to the mail service where there is one."""
        # Models are there only once all apps are loaded.
        from django.apps import apps

        from csonet.notifications import digests, housekeeping, inbound, jobs

        jobs.register("summaries", digests.build_due, timedelta(minutes=1))
        jobs.register("purge-mails", housekeeping.purge, timedelta(hours=24))
        if apps.is_installed("anymail"):
            from anymail.signals import tracking

            tracking.connect(inbound.tracked, dispatch_uid="stopped-addresses")
