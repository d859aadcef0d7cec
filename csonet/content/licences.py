"""How others may reuse what stands on the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """How others may reuse the text."""

    CC_BY = "cc-by-4.0", _("Reuse with attribution (CC BY 4.0)")
    CC_BY_SA = "cc-by-sa-4.0", _("Reuse with attribution, share alike (CC BY-SA 4.0)")
    CC_BY_NC = "cc-by-nc-4.0", _("Reuse with attribution, not for profit (CC BY-NC 4.0)")
    CC0 = "cc0-1.0", _("No rights reserved (CC0 1.0)")
    RESERVED = "reserved", _("All rights reserved: ask before reuse")
