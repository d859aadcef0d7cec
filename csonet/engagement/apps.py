from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    name = "csonet.engagement"
    label = "engagement"
    verbose_name = _("Following and announcements")

    def ready(self) -> None:
        """Listen to publications, add the kinds of notices and the ways out of mails, register the periodic jobs."""
        # Models are there only once all apps are loaded.
        from csonet.content.signals import moved
        from csonet.engagement import announcing, moderators, reminders, searches, targets, telling
        from csonet.notifications import jobs

        targets.register()
        telling.add_kinds()
        moderators.add_kinds()
        announcing.add_kinds()
        reminders.add_kinds()
        searches.add_kinds()
        moved.connect(telling.moved, dispatch_uid="tell-followers")
        jobs.register("announcements", announcing.send_due, timedelta(seconds=20))
        jobs.register("moderators-digest", moderators.tell_moderators, timedelta(minutes=10))
        jobs.register("saved-searches", searches.tell_due, timedelta(hours=1))
        jobs.register("reminders", reminders.remind, timedelta(hours=6))
        jobs.register("late-submissions", moderators.escalate, timedelta(minutes=30))
