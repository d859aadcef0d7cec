"""Who acts for which organization, and how they come to it: invited, by request, by claiming a register entry."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organization import Organization
from accounts.models.user import Standing
from csonet.abstract import Timestamped
from csonet.prepared import prepared


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    MEMBER = "member", _("Member")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@prepared
def _memberships(user: int) -> models.QuerySet[Membership]:
    rows = Membership.objects.filter(user=user)
    return rows.values_list("organization_id", "role", "organization__verification")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing_of(self, user) -> Standing:
        """The sets of organizations that the person belongs to, by what they may do there. One query."""
        sets: dict[str, set[int]] = {"organizations": set(), "editing": set(), "owned": set(), "waiting": set()}
        for organization, role, verification in _memberships(user.pk):
            if verification != "verified":
                sets["waiting"].add(organization)
                continue
            sets["organizations"].add(organization)
            if role in (Role.OWNER, Role.EDITOR):
                sets["editing"].add(organization)
            if role == Role.OWNER:
                sets["owned"].add(organization)
        return Standing(**{name: frozenset(ids) for name, ids in sets.items()})


class Membership(Timestamped):
    """A person acts for an organization in a role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organization", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class JoinRequest(Timestamped):
    """A person asks to join an organization; an owner answers."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="join_requests", verbose_name=_("organization")
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=models.Q(state="waiting"),
                name="join_request_one_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class Claim(Timestamped):
    """A person says that a register entry is their organization; the Branch answers."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="claims", verbose_name=_("organization")
    )
    position = models.CharField(_("your position in the organization"), max_length=150)
    email = models.EmailField(_("your e-mail address at the organization"))
    website = models.URLField(_("the organization's web site"), max_length=300, blank=True)
    message = models.TextField(_("how can we check that you speak for it?"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)
    reason_code = models.CharField(_("reason"), max_length=30, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("claim of a register entry")
        verbose_name_plural = _("claims of register entries")
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"], condition=models.Q(state="waiting"), name="claim_one_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


class Invitation(Timestamped):
    """An owner invites an address; whoever holds the link and that address, confirmed, joins. Only a hash is kept."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="invitations", verbose_name=_("organization")
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("accepted by")
    )
    revoked_at = models.DateTimeField(_("taken back on"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open",
            )
        ]
        # Asked on every dashboard: who was invited at the addresses of this person?
        indexes = [models.Index(fields=["email"], name="invitation_by_address")]

    def __str__(self) -> str:
        return self.email
