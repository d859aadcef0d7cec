"""Written statements, who signs them, and what happened to them."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from csonet.abstract import AppendOnly, Confirmation, Timestamped
from events.models.event import Event
from events.models.statement_calls import StatementCall
from events.models.statement_choices import HANDED_IN, StatementReason, StatementState

#: Characters; more than MOST_WORDS words of any of the six languages have.
MOST_CHARACTERS = 200_000


_PUBLISHED = Q(state=StatementState.PUBLISHED, organization__verification="verified")


class StatementQuerySet(models.QuerySet["Statement"]):
    """The only definition of who may read which statement."""

    def visible_to(self, user: Any, *, organizes: bool = False) -> StatementQuerySet:
        """What is published, while its organization is approved; one's own; what one's organization is asked to sign.

        organizes: the reader organizes the event (events.rights) and sees what was handed in, never a draft.
        """
        known = _PUBLISHED
        if user.is_authenticated and user.is_active and user.standing.editing:
            asked = CoSignature.objects.exclude(state=Confirmation.DECLINED).filter(
                organization__in=user.standing.editing
            )
            known |= Q(organization__in=user.standing.editing) | Q(pk__in=asked.values("statement"))
        if organizes:
            known |= Q(submitted_at__isnull=False)
        return self.filter(known)

    def published(self) -> StatementQuerySet:
        """Published, while its organization is approved."""
        return self.filter(_PUBLISHED)

    def handed_in(self) -> StatementQuerySet:
        """Submitted and neither declined nor withdrawn."""
        return self.filter(state__in=HANDED_IN)

    def for_event(self, event: Event) -> StatementQuerySet:
        return self.filter(call__event=event)

    def for_lists(self) -> StatementQuerySet:
        """With what a row prints: the organization and how many sign with it."""
        signed = models.Count(
            "co_signatures",
            filter=Q(co_signatures__state=Confirmation.CONFIRMED, co_signatures__organization__verification="verified"),
        )
        rows = self.select_related("organization", "call").defer("text", "organization__mission")
        return rows.annotate(signers=signed)


class Statement(Timestamped):
    """What an organization, alone or with others, has to say to a body. Its text is frozen once it is submitted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(StatementCall, models.CASCADE, related_name="statements")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="statements")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=MOST_CHARACTERS)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(
        _("state"), max_length=10, choices=StatementState.choices, default=StatementState.DRAFT, editable=False
    )
    #: Counts changes of the text: who writes on an old page is told so.
    version = models.PositiveIntegerField(default=0, editable=False)
    #: By the call's own rule, cover page included, and SHA-256 of title and text; follow from the text.
    words = models.PositiveIntegerField(default=0, editable=False)
    checksum = models.CharField(max_length=64, editable=False)
    #: The receipt. `place`: which of the organization's own statements it is; empty for a joint one.
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, editable=False)  # noqa: DJ001
    limit = models.PositiveIntegerField(null=True, editable=False)
    place = models.PositiveSmallIntegerField(null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=15, choices=StatementReason.choices, blank=True)
    decision_text = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["-published_at", "-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organization", "place"],
                condition=Q(state__in=HANDED_IN, place__isnull=False),
                name="statement_own_once",
            ),
            models.CheckConstraint(
                condition=Q(state=StatementState.DRAFT)
                | Q(state=StatementState.WITHDRAWN)
                | Q(number__isnull=False, submitted_at__isnull=False, limit__isnull=False),
                name="statement_handed_in_has_a_receipt",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"], name="statement_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == StatementState.DRAFT

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN

    @property
    def is_published(self) -> bool:
        return self.state == StatementState.PUBLISHED

    def get_absolute_url(self) -> str:
        return reverse("statement_detail", args=[self.call.event.slug, self.key])


class CoSignature(Timestamped):
    """An organization that is asked to sign a statement too. It signs one text: a changed one is asked again."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="co_signatures")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="co_signatures")
    state = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.INVITED)
    checksum = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("co-signature")
        verbose_name_plural = _("co-signatures")
        ordering = ["organization__name"]
        constraints = [models.UniqueConstraint(fields=["statement", "organization"], name="co_signature_once")]

    def __str__(self) -> str:
        return f"{self.statement_id} · {self.organization}"


class StatementStep(AppendOnly):
    """What happened to a statement: who, when, what, why."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="steps")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=15)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=15, choices=StatementReason.choices, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("step of a statement")
        verbose_name_plural = _("steps of statements")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.act}"
