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
        from csonet.notifications import jobs, kinds
        from projects import co_proposing, life, partnering, reporting, telling
        from projects.open_data import register_partnerships

        kinds.add("tasks", _("owners of the organization that is asked to propose with others"), "co_proposer_asked")
        kinds.add("replies", _("the lead of the proposal"), "co_proposer_confirmed", "co_proposer_declined")
        for noun in ("request", "proposal"):
            kinds.add("replies", _("the organization that asked"), f"{noun}_answered", f"{noun}_answer_withdrawn")
            kinds.add("decisions", _("who answered"), f"{noun}_answer_accepted", f"{noun}_answer_declined")
        kinds.add("replies", _("both sides of the offer"), "offer_message")
        kinds.add("replies", _("who asked the question"), "question_answered")
        kinds.add("replies", _("the organization that asked"), "request_question")
        kinds.add("tasks", _("the organization that asked"), "request_still_needed")
        kinds.add("themes", _("organizations that fit and chose to be told"), "request_fits")
        kinds.add("tasks", _("the lead of the project"), "report_due")
        kinds.add("decisions", _("the other party of the partnership"), "partnership_ended")
        register_section(partnering.profile_section)
        register_partnerships()
        moved.connect(life.follow_publication, dispatch_uid="requests-alive")
        moved.connect(co_proposing.follow_publication, dispatch_uid="co-proposers-asked")
        jobs.register("ask whether requests are still needed", life.ask_due, timedelta(hours=6))
        jobs.register("expire requests", life.expire_due, timedelta(hours=6))
        jobs.register("tell of requests that fit", telling.tell_due, timedelta(minutes=5))
        jobs.register("remind of yearly reports", reporting.remind_due, timedelta(hours=12))
