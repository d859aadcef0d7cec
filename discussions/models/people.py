"""What a group remembers of its people: requests, invitations, how far they read, what they may not do and till when.

Membership itself is the circle's (csonet.content.models.CircleMembership), which the one rule of visibility asks.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.abstract import Timestamped
from csonet.content.models import Item
from discussions.models.group import Group


class Participation(Timestamped):
    """A person in a group, as long as the group remembers: it outlives their membership."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="participations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations")
    #: What was posted before counts as read: they joined then, or marked all as read.
    read_until = models.DateTimeField(default=timezone.now)
    #: Posts of theirs that were shown; the first ones of a newcomer may be looked at before.
    posts = models.PositiveIntegerField(default=0)
    #: Their posts wait for the moderators.
    is_held = models.BooleanField(_("posts are looked at before they appear"), default=False)
    warnings = models.PositiveSmallIntegerField(_("warnings"), default=0)
    banned_until = models.DateTimeField(_("banned until"), null=True)
    ban_reason = models.TextField(_("reason of the ban"), blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="participation_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"

    @property
    def is_banned(self) -> bool:
        return self.banned_until is not None and self.banned_until > timezone.now()


class Asked(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a request to join", "Waiting")
    ACCEPTED = "accepted", pgettext_lazy("state of a request to join", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a request to join", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request to join", "Withdrawn")


class JoinRequest(Timestamped):
    """Somebody asks to be let into a closed group."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="join_requests", verbose_name=_("group"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="group_requests", verbose_name=_("person")
    )
    text = models.TextField(_("why you would like to join"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=Asked.choices, default=Asked.WAITING)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(_("answer"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("request to join a group")
        verbose_name_plural = _("requests to join groups")
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], condition=Q(state="waiting"), name="group_request_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.group_id}"


class Invitation(Timestamped):
    """A moderator asks somebody into the group."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations", verbose_name=_("group"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="group_invitations", verbose_name=_("person")
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=Asked.choices, default=Asked.WAITING)

    class Meta:
        verbose_name = _("invitation to a group")
        verbose_name_plural = _("invitations to groups")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"], condition=Q(state="waiting"), name="group_invitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} → {self.user_id}"


class Resource(Timestamped):
    """Something published that is useful to a group: a practice, an event, a course."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="resources", verbose_name=_("group"))
    item = models.ForeignKey(Item, models.CASCADE, related_name="+", verbose_name=_("item"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("resource of a group")
        verbose_name_plural = _("resources of groups")
        ordering = ["-created", "-pk"]
        constraints = [models.UniqueConstraint(fields=["group", "item"], name="group_resource_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.item_id}"
