from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        """What becomes of an organization changes the counts of uses; what the Branch decides on them is told."""
        from accounts.signals import organization_changed  # noqa: PLC0415
        from practices import removing  # noqa: PLC0415
        from practices.using import recount  # noqa: PLC0415

        removing.add_kinds()
        organization_changed.connect(recount, dispatch_uid="uses-of-organization")
