"""The Branch's desk for people: who they are, what they belong to, ending their sessions. No passwords, no secrets."""

from __future__ import annotations

from typing import Any

from allauth.account import admin as allauth_account_admin  # noqa: F401  (registers, so that it can be unregistered)
from allauth.account.models import EmailAddress
from allauth.mfa import admin as allauth_mfa_admin  # noqa: F401
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as allauth_usersessions_admin  # noqa: F401
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Invitation, JoinRequest, Membership, User
from accounts.people.second_factor import has_second_factor
from accounts.people.security_log import write
from accounts.people.sessions import end_sessions

# Addresses, second factors and sessions are their owners' alone: whoever edits them on the desk takes over an account.
for private in (EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(private):
        admin.site.unregister(private)

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class MembershipInline(admin.StackedInline):
    """What the person belongs to; a role can be changed, nothing is added here.

    Stacked: the head of Django's tabular form has an empty cell, which screen readers announce.
    """

    model = Membership
    extra = 0
    fields = ["organization", "role", "created"]
    readonly_fields = ["organization", "created"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("organization", "user")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People sign up themselves; officers look, help, close an account, end its sessions."""

    list_display = ["username", "name", "email", "language", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "language", ("last_login", admin.EmptyFieldListFilter)]
    search_fields = ["username", "name", "email"]
    search_help_text = _("User name, name or e-mail address")
    ordering = ["-date_joined"]
    date_hierarchy = "date_joined"
    inlines = [MembershipInline]
    actions = ["close_accounts", "open_accounts", "end_their_sessions", "take_second_factors_away"]
    fieldsets = [
        (None, {"fields": ["username", "name", "email", "address_is_confirmed", "second_factor"]}),
        (_("Preferences"), {"fields": ["language", "time_zone", "data_saver"]}),
        (_("Rights"), {"fields": ["is_active", *RIGHTS]}),
        (_("Dates"), {"fields": ["date_joined", "last_login", "terms_accepted_at"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An officer doesn't change those who stand above: only a superuser changes a superuser."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)  # type: ignore[union-attr]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address is changed by its owner, who proves it; rights are given by a superuser."""
        fixed = [
            "username",
            "email",
            "address_is_confirmed",
            "second_factor",
            "date_joined",
            "last_login",
            "terms_accepted_at",
        ]
        if not request.user.is_superuser:  # type: ignore[union-attr]
            fixed += RIGHTS
        if obj is not None and obj.pk == request.user.pk:
            fixed.append("is_active")
        return fixed

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A closed account's sessions end at once, and don't come back when it is opened again."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_sessions(obj)

    @admin.display(description=_("address confirmed"), boolean=True)
    def address_is_confirmed(self, obj: User) -> bool:
        return EmailAddress.objects.filter(user=obj, email=obj.email, verified=True).exists()

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, obj: User) -> bool:
        return has_second_factor(obj)

    @admin.action(description=_("Close the selected accounts"), permissions=["change"])
    def close_accounts(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = [person for person in self._within_reach(request, queryset) if person.is_active]
        User.objects.filter(pk__in=[person.pk for person in people]).update(is_active=False)
        for person in people:
            self.log_change(request, person, [{"changed": {"fields": ["is_active"]}}])
            end_sessions(person)
        count = len(people)
        self.message_user(
            request,
            ngettext("%(count)d account is closed.", "%(count)d accounts are closed.", count) % {"count": count},
        )

    @admin.action(description=_("Open the selected accounts again"), permissions=["change"])
    def open_accounts(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = [person for person in self._within_reach(request, queryset) if not person.is_active]
        User.objects.filter(pk__in=[person.pk for person in people]).update(is_active=True)
        for person in people:
            self.log_change(request, person, [{"changed": {"fields": ["is_active"]}}])
        count = len(people)
        self.message_user(
            request, ngettext("%(count)d account is open.", "%(count)d accounts are open.", count) % {"count": count}
        )

    @admin.action(description=_("End all sessions of the selected people"), permissions=["change"])
    def end_their_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        ended = 0
        for person in self._within_reach(request, queryset):
            ended += end_sessions(person)
            self.log_change(request, person, "sessions ended")
        self.message_user(
            request,
            ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended) % {"count": ended},
            messages.SUCCESS,
        )

    def has_superuser_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)  # type: ignore[union-attr]

    @admin.action(description=_("Take the second factor away (lost device)"), permissions=["superuser"])
    def take_second_factors_away(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For somebody who lost device and recovery codes, after their identity was checked."""
        people = self._within_reach(request, queryset)
        for person in people:
            Authenticator.objects.filter(user=person).delete()
            end_sessions(person)
            self.log_change(request, person, "second factor taken away")
            write("second-factor-taken-away", request, account=person.pk, user=person.username)
        count = len(people)
        self.message_user(
            request,
            ngettext(
                "%(count)d person signs in with the password alone now.",
                "%(count)d people sign in with the password alone now.",
                count,
            )
            % {"count": count},
        )

    def _within_reach(self, request: HttpRequest, queryset: QuerySet[User]) -> list[User]:
        """Those whom this officer may act upon: never themselves, never a superuser unless they are one."""
        officer: Any = request.user
        found = queryset.exclude(pk=officer.pk)
        if not officer.is_superuser:
            found = found.filter(is_superuser=False)
        return list(found)


class LookedAt(admin.ModelAdmin):
    """Rows that come from people's acts in the portal; the desk shows them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who acts for which organization. The Branch can help where an organization has lost its owner."""

    list_display = ["user", "organization", "role", "created"]
    list_filter = ["role"]
    search_fields = ["user__username", "user__name", "user__email", "organization__name", "organization__acronym"]
    raw_id_fields = ["user", "organization"]
    list_select_related = ["user", "organization"]


@admin.register(JoinRequest)
class JoinRequestAdmin(LookedAt):
    list_display = ["user", "organization", "state", "created", "decided_by", "decided_at"]
    list_filter = ["state"]
    search_fields = ["user__username", "user__name", "organization__name"]
    list_select_related = ["user", "organization", "decided_by"]


@admin.register(Invitation)
class InvitationAdmin(LookedAt):
    list_display = ["email", "organization", "role", "invited_by", "created", "expires_at", "accepted_at", "revoked_at"]
    list_filter = ["role", ("accepted_at", admin.EmptyFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["email", "organization__name"]
    list_select_related = ["organization", "invited_by"]
    exclude = ["token_hash"]
