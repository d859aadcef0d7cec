from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "csonet.content"
    label = "content"

    def ready(self) -> None:
        # Reading the vocabulary's loader needs the models, which are there only once all apps are loaded.
        from csonet.content.reasons import REASONS
        from csonet.reference import loading

        loading.register(REASONS)
