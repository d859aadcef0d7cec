"""Circles: access-controlled sets of people (a closed group, a course's cohort)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.prepared import prepared


class Circle(Timestamped):
    """A set of people. An item with the audience "circle" is seen by its circle and by nobody else."""

    name = models.CharField(_("name"), max_length=200)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="CircleMembership", related_name="circles", verbose_name=_("people")
    )

    class Meta:
        verbose_name = _("circle")
        verbose_name_plural = _("circles")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CircleMembership(Timestamped):
    """A person belongs to a circle, and may moderate it."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships", verbose_name=_("circle"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="circle_memberships", verbose_name=_("person")
    )
    is_moderator = models.BooleanField(_("moderator"), default=False)

    class Meta:
        verbose_name = _("member of a circle")
        verbose_name_plural = _("members of circles")
        constraints = [models.UniqueConstraint(fields=["circle", "user"], name="circle_membership_once")]


def circles_of(user) -> dict[int, bool]:
    """The circles of a person: {circle id: moderates it}. One query, then kept on the user object."""
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_circles"):
        user._circles = dict(_memberships(user.pk))
    return user._circles


@prepared
def _memberships(user: int) -> models.QuerySet[Any, Any]:
    return CircleMembership.objects.filter(user=user).values_list("circle_id", "is_moderator")
