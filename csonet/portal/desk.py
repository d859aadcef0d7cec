"""The Branch's desk: Django's admin, entered through the portal's own sign-in."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    """The admin site of the NGO Branch."""

    site_header = site_title = _("CSO Net desk")
    index_title = _("What to do next")
