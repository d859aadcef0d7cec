from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """What follows from publication; kinds of notices; the jobs."""
        # Models are there only once all apps are loaded.
        from csonet.content.files.storing import FOLDERS
        from csonet.content.meetings import attendance_changed
        from csonet.content.search import documents
        from csonet.content.signals import moved
        from csonet.notifications import jobs, kinds
        from training import finding, moving, telling
        from training.certificates import telling as certificates
        from training.cohorts import arranging, taking_part
        from training.editions import follow_publication
        from training.learning import follow_attendance
        from training.media.storing import stored_names, stored_works
        from training.organizations import reminding
        from training.packages import taking
        from training.quizzes import closing
        from training.quizzes import telling as quizzes

        telling.add_kinds()
        jobs.register("remind of assigned courses", reminding.remind_due, timedelta(hours=6))
        jobs.register("remind of cohorts", arranging.remind_due, timedelta(hours=6))
        jobs.register("pass on offers of seats in cohorts", taking_part.expire_offers, timedelta(minutes=5))
        jobs.register("close attempts whose time is over", closing.close_due, timedelta(minutes=1))
        moved.connect(follow_publication, dispatch_uid="editions-published")
        attendance_changed.connect(follow_attendance, dispatch_uid="live-sessions-attended")
        kinds.add("decisions", _("the learner"), "work_accepted", "work_returned", "quiz_marked")
        moving.add_kinds()
        FOLDERS.update({"training": stored_names, "hand-ins": stored_works})
        certificates.add_kinds()
        quizzes.add_kinds()
        documents.FURTHER.append(finding.words_of)
        jobs.register("forget packages that nobody took", taking.forget_old, timedelta(days=1))
