from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "csonet.notifications"
    label = "notifications"
