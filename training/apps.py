from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """What follows from publication."""
        # Models are there only once all apps are loaded.
        from csonet.content.search import documents
        from csonet.content.signals import moved
        from csonet.notifications import jobs
        from training import finding, moving
        from training.editions import follow_publication
        from training.packages import taking

        moved.connect(follow_publication, dispatch_uid="editions-published")
        moving.add_kinds()
        documents.FURTHER.append(finding.words_of)
        jobs.register("forget packages that nobody took", taking.forget_old, timedelta(days=1))
