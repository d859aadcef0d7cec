"""The Branch's desk for the register: statuses and the Council's decisions are kept here, the rest is read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    CommitteeDecision,
    CommitteeSession,
    ConsultativeStatus,
    CouncilDecision,
    RollCall,
    Vote,
)
from accounts.people.words import SeenWords
from accounts.signals import organization_changed


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records of the Committee come by import alone: they are looked at, never typed over."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeptSelect(AutocompleteSelect):
    """Django's choice by typing; shown again after a mistake it looks up no number that no row can have."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if not key or _is_key(key)], attr)


def _is_key(text: str) -> bool:
    """Can this be the key of a row? (bound of the databases' integers)"""
    return len(text) < 20 and text.isascii() and text.isdigit() and int(text) < 2**63


class KeptAdmin(admin.ModelAdmin):
    """Records that are kept here."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KeptSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """As Django's; of two forms at once that can't both stand, the later is checked anew and told so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)


class ConsultativeStatusForm(SeenWords, ModelForm):
    """A status with where it is known from; one of an organization's is the current one."""

    class Meta:
        model = ConsultativeStatus
        fields = (
            "organization",
            "kind",
            "roster_kind",
            "year_granted",
            "state",
            "since",
            "until",
            "is_current",
            "source",
        )

    def clean(self) -> dict[str, Any]:
        """Another current status of the organization is named, so that the officer can close it first."""
        cleaned = super().clean()
        organization = cleaned.get("organization")
        if cleaned.get("is_current") and organization:
            current = organization.statuses.filter(is_current=True).exclude(pk=self.instance.pk).first()
            if current:
                raise ValidationError(
                    {
                        "is_current": _(
                            "The organization has a current status already: %(status)s. Close that one first."
                        )
                        % {"status": current}
                    }
                )
        return cleaned


@admin.register(ConsultativeStatus)
class ConsultativeStatusAdmin(KeptAdmin):
    """Who stands how with the Council, since when, and where we know it from."""

    form = ConsultativeStatusForm
    autocomplete_fields = ("organization",)
    list_display = ("organization", "kind", "year_granted", "state", "is_current", "source")
    list_filter = ("is_current", "kind", "state", "roster_kind")
    list_select_related = ("organization",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("organization__name", "organization__acronym", "organization__former_names__name")
    search_help_text = _("Name, acronym or former name of the organization")

    def save_model(self, request: HttpRequest, obj: ConsultativeStatus, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        organization_changed.send(sender=type(self), organization=obj.organization)


class CouncilDecisionForm(SeenWords, ModelForm):
    """The Council's decision, and the Committee's recommendation that it answers."""

    class Meta:
        model = CouncilDecision
        fields = ("organization", "committee_decision", "outcome", "decided_on", "document", "source")

    def clean(self) -> dict[str, Any]:
        """Both decisions are about one organization."""
        cleaned = super().clean()
        organization, recommended = cleaned.get("organization"), cleaned.get("committee_decision")
        if organization and recommended and recommended.organization_id != organization.pk:
            raise ValidationError(
                {"committee_decision": _("This decision of the Committee is about another organization.")}
            )
        return cleaned


@admin.register(CouncilDecision)
class CouncilDecisionAdmin(KeptAdmin):
    """What the Council decided; it stands beside the Committee's act and does not change it."""

    form = CouncilDecisionForm
    autocomplete_fields = ("organization", "committee_decision")
    list_display = ("organization", "outcome", "decided_on", "document")
    list_filter = ("outcome",)
    list_select_related = ("organization",)
    date_hierarchy = "decided_on"
    search_fields = ("organization__name", "document")


@admin.register(CommitteeSession)
class CommitteeSessionAdmin(ReadOnlyAdmin):
    """The Committee's sessions."""

    list_display = ("closed_on",)
    date_hierarchy = "closed_on"
    search_fields = ("closed_on",)


@admin.register(CommitteeDecision)
class CommitteeDecisionAdmin(ReadOnlyAdmin):
    """The Committee's acts as the source prints them."""

    fields = ("session", "kind", "organization", "name_as_printed", "new_name", "was_direct", "note")
    list_display = ("name_as_printed", "kind", "session", "organization")
    list_filter = ("kind", "was_direct", "session")
    list_select_related = ("session", "organization")
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name_as_printed", "new_name", "organization__name")


class VoteInline(admin.TabularInline):
    """Each State's vote."""

    model = Vote
    fields = ("state", "vote")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(RollCall)
class RollCallAdmin(ReadOnlyAdmin):
    """The Committee's recorded votes, with how each State voted."""

    fields = ("number", "session", "topic", "outcome", "organization")
    inlines = (VoteInline,)
    list_display = ("number", "session", "topic", "outcome", "organization")
    list_select_related = ("session", "organization")
    search_fields = ("topic", "organization__name")
