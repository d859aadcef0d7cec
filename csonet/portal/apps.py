from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "csonet.portal"
    label = "portal"
    verbose_name = _("Portal")
    default = True


class DeskConfig(admin_apps.AdminConfig):
    """The Branch's desk in place of Django's own admin site."""

    default = False
    default_site = "csonet.portal.desk.Desk"
