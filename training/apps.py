from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        """What follows from publication."""
        # Models are there only once all apps are loaded.
        from csonet.content.signals import moved
        from training.certificates import telling as certificates
        from training.editions import follow_publication
        from training.quizzes import telling as quizzes

        moved.connect(follow_publication, dispatch_uid="editions-published")
        certificates.add_kinds()
        quizzes.add_kinds()
