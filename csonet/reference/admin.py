"""The Branch's desk for the vocabularies: names are edited, codes are not; what is in use is not deleted.

Every model can be searched by its name in each language and by its code, so other admins may offer it by autocomplete.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from csonet.abstract import NAME_COLUMNS
from csonet.reference import models

NAMES = tuple(NAME_COLUMNS.values())
TEXTS = tuple(name.replace("name_", "text_") for name in NAMES)
TITLES = tuple(name.replace("name_", "title_") for name in NAMES)


def is_used(term: Model) -> bool:
    """Does any row of any table refer to the term?"""
    relations = [field for field in term._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: term}).exists() for relation in relations
    )


class VocabularyAdmin(admin.ModelAdmin):
    """Names in six languages; the key is set when a term is added and never changed: links and rows refer to it."""

    key = "code"
    show_full_result_count = False
    list_per_page = 250

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("__str__", self.key)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*NAMES, self.key)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (self.key,) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not is_used(obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting in bulk: it would not ask, term by term, whether it is used."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class FactAdmin(VocabularyAdmin):
    """Facts that come from the United Nations: only their names can be edited."""

    facts: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (self.key, *self.facts, *NAMES)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (self.key, *self.facts)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.Region)
class RegionAdmin(FactAdmin):
    facts = ("parent",)
    list_select_related = ("parent",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("__str__", "code", "parent")


@admin.register(models.Country)
class CountryAdmin(FactAdmin):
    facts = ("iso3", "m49", "region", "is_ldc", "is_lldc", "is_sids")
    list_filter = ("is_ldc", "is_lldc", "is_sids")
    list_select_related = ("region",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("__str__", "code", "iso3", "m49", "region")

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*NAMES, "=code", "=iso3", "=m49")


@admin.register(models.Goal)
class GoalAdmin(FactAdmin):
    key = "number"

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("number", "__str__", "full_title")

    @admin.display(description=_("full title"))
    def full_title(self, goal: models.Goal) -> str:
        return goal.title

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> tuple[str, ...]:
        return ("__str__",)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (self.key, *NAMES, *TITLES)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*NAMES, *TITLES, "=number")


@admin.register(models.Target)
class TargetAdmin(FactAdmin):
    facts = ("goal", "position")
    list_filter = ("goal",)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return (self.key, *self.facts, *TITLES)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*TITLES, "=code")


@admin.register(models.ExpertiseArea)
class ExpertiseAreaAdmin(FactAdmin):
    key = "number"

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*NAMES, "=number")


@admin.register(models.ActivityField)
class ActivityFieldAdmin(FactAdmin):
    facts = ("area",)
    list_filter = ("area",)
    list_select_related = ("area",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("__str__", "code", "area")


@admin.register(models.Topic)
class TopicAdmin(VocabularyAdmin):
    """Topics are the Branch's own: it adds them, names them and takes them out of use."""

    key = "slug"
    list_filter = ("is_active",)
    fields = ("slug", "is_active", *NAMES)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("__str__", "slug", "is_active")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name_en",)}


@admin.register(models.OrganizationReason)
class OrganizationReasonAdmin(VocabularyAdmin):
    """Reasons for returning or refusing a registration, with the words that the applicant reads."""

    list_filter = ("is_active",)
    fieldsets = (
        (None, {"fields": ("code", "position", "is_active")}),
        (_("Names"), {"fields": NAMES}),
        (_("Words to the applicant"), {"fields": TEXTS}),
    )

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("__str__", "code", "position", "is_active")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Old decisions name the code: a reason is taken out of use instead."""
        return False
