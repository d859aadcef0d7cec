from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "csonet.ui"
    label = "ui"
