from datetime import timedelta
from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """The vocabulary of bodies, the jobs, and what follows from publication."""
        # Models are there only once all apps are loaded.
        from django.db.models.signals import post_delete, post_save

        from accounts.signals import merging
        from csonet.content import meetings
        from csonet.content.signals import moved
        from csonet.notifications import jobs
        from csonet.reference import loading, vocabulary
        from events import attendance, changing, deciding, hosting, reminding, retention, scheduling, seating, telling
        from events.models import Body
        from events.statements import merging as merging_of_statements
        from events.statements import speaking
        from events.statements import telling as statements_telling

        loading.register(loading.Source("Body", Path(__file__).parent / "data" / "bodies.json", app="events"))
        vocabulary.register("bodies", lambda: Body.objects.order_by("code"))
        for signal in (post_save, post_delete):
            signal.connect(vocabulary.forget, sender=Body, dispatch_uid="vocabulary-Body")
        telling.add_kinds()
        statements_telling.add_kinds()
        meetings.register(attendance)
        merging.connect(merging_of_statements.settle, dispatch_uid="what-both-have-at-events")
        moved.connect(changing.follow_publication, dispatch_uid="meetings-of-events")
        moved.connect(hosting.follow_publication, dispatch_uid="co-hosts-asked")
        jobs.register("show the next meeting of series", scheduling.move_on, timedelta(minutes=10))
        jobs.register("pass on offers of seats", deciding.expire_offers, timedelta(minutes=5))
        jobs.register("compare seats with registrations", seating.reconcile, timedelta(hours=24))
        jobs.register("tell that links to join are open", reminding.links_due, timedelta(minutes=10))
        jobs.register("remind of events", reminding.remind_due, timedelta(minutes=15))
        jobs.register("remind of deadlines", reminding.deadlines_due, timedelta(hours=6))
        jobs.register("delete personal data of past events", retention.purge_due, timedelta(hours=24))
        jobs.register("delete names of speakers of past events", speaking.forget_names, timedelta(hours=24))
        jobs.register("follow changes of time zones", scheduling.follow_zones, timedelta(hours=24))
