from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    name = "csonet.portal"
    label = "portal"
    default = True


class DeskConfig(admin_apps.AdminConfig):
    """The Branch's desk in place of Django's own admin site."""

    default = False
    default_site = "csonet.portal.desk.Desk"
