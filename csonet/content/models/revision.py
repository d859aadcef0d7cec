"""Held edits: what the author wrote in the form, kept beside the text that the readers see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from csonet.abstract import Timestamped
from csonet.content.models.item import Item
from csonet.content.states import REVISION

OPEN = ("working", "submitted", "returned")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def open(self) -> RevisionQuerySet:
        """Those on which somebody still works or decides; at most one for each item."""
        return self.filter(status__in=OPEN)


class Revision(Timestamped):
    """The form's data as it was typed, on the version of the item that it started from.

    For an item that was never published it is the working copy that autosave fills (status "working"); for a
    published one it is the edit that the moderators decide on.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="revisions", verbose_name=_("item"))
    base_version = models.PositiveIntegerField(default=1)
    #: {form field: [value, …]} as the browser sent it, files excepted.
    data = models.JSONField(default=dict)
    #: What the approval replaced, in the same form: an undo puts it back.
    replaced = models.JSONField(null=True, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=REVISION.choices, default="working", editable=False)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(status__in=OPEN), name="revision_one_open"),
        ]
