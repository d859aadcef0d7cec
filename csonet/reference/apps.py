from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ReferenceConfig(AppConfig):
    name = "csonet.reference"
    label = "reference"

    def ready(self) -> None:
        # Models are there only once all apps are loaded.
        from csonet.reference import vocabulary

        for model in self.get_models():
            for signal in (post_save, post_delete):
                signal.connect(vocabulary.forget, sender=model, dispatch_uid=f"vocabulary-{model.__name__}")
