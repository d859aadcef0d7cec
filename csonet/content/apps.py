from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "csonet.content"
    label = "content"
