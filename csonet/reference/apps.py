from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "csonet.reference"
    label = "reference"
