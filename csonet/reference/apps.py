from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    name = "csonet.reference"
    label = "reference"
    verbose_name = _("Vocabularies")

    def ready(self) -> None:
        # Models are there only once all apps are loaded.
        from csonet.reference import vocabulary
        from csonet.reference.models import Change

        for model in self.get_models():
            if model is Change:
                continue
            for signal in (post_save, post_delete):
                signal.connect(vocabulary.forget, sender=model, dispatch_uid=f"vocabulary-{model.__name__}")
        post_migrate.connect(_fill_after_flush, sender=self, dispatch_uid="vocabularies-after-flush")


def _fill_after_flush(using: str, **kwargs: Any) -> None:
    """A portal cannot work without countries: `flush` leaves them, as it leaves permissions.

    Django sends the same signal after `migrate`, then with a plan: there the migration has filled the tables.
    """
    # Models are there only once all apps are loaded.
    from csonet.reference.loading import load

    if "plan" not in kwargs:
        load(using=using)
