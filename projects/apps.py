from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Requests and projects")

    def ready(self) -> None:
        """Jobs, the section of the profiles, and what follows from publication."""
        # Models are there only once all apps are loaded.
        from accounts.organizations.sections import register_section
        from csonet.content.signals import moved
        from csonet.notifications import jobs
        from projects import co_proposing, life, partnering, reporting, telling

        register_section(partnering.profile_section)
        moved.connect(life.follow_publication, dispatch_uid="requests-alive")
        moved.connect(co_proposing.follow_publication, dispatch_uid="co-proposers-asked")
        jobs.register("ask whether requests are still needed", life.ask_due, timedelta(hours=6))
        jobs.register("expire requests", life.expire_due, timedelta(hours=6))
        jobs.register("tell of requests that fit", telling.tell_due, timedelta(minutes=5))
        jobs.register("remind of yearly reports", reporting.remind_due, timedelta(hours=12))
