from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Start the security log and the sessions' clocks; sessions that are over are deleted every day."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415
        from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

        from accounts.organizations.open_data import register_organizations  # noqa: PLC0415
        from accounts.people import security_log, sessions  # noqa: PLC0415
        from accounts.register.open_data import register_register  # noqa: PLC0415
        from csonet.notifications import jobs  # noqa: PLC0415

        jobs.register("purge-sessions", SessionStore.clear_expired, timedelta(hours=24))
        register_organizations()
        register_register()
        security_log.connect()
        user_logged_in.connect(sessions.start_clock, dispatch_uid="session-clock")
