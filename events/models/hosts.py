"""Organizations that host an event together with the one that announced it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Confirmation, Timestamped
from events.models.event import Event


class CoHostQuerySet(models.QuerySet["CoHost"]):
    def confirmed(self) -> CoHostQuerySet:
        """Those that everybody may know of."""
        rows = self.filter(state=Confirmation.CONFIRMED, organization__verification="verified")
        return rows.select_related("organization").order_by("organization__name")


class CoHost(Timestamped):
    """An organization that is asked to host the event too, and shown once it has confirmed."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="co_hosts")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="events_co_hosted")
    state = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.INVITED)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = CoHostQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-host")
        verbose_name_plural = _("co-hosts")
        constraints = [models.UniqueConstraint(fields=["event", "organization"], name="co_host_once")]

    def __str__(self) -> str:
        return f"{self.event_id} · {self.organization}"
