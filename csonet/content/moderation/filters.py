"""By what the queue is narrowed: type, language, organization, age, who looks at it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Case
from csonet.content.moderation import clock
from csonet.content.moderation.kinds import kind_names
from csonet.content.states import PUBLICATION
from csonet.prepared import prepared

MOST_OFFERED = 50
Lookups = Any  # pairs of (value, name)


class KindFilter(admin.SimpleListFilter):
    """By noun, in the queue or in the list of items (`path` leads to the item)."""

    title = _("type")
    parameter_name = "kind"
    path = "item__"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return list(kind_names().items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**{f"{self.path}kind": self.value()}) if self.value() else queryset


class LanguageFilter(admin.SimpleListFilter):
    """By the language of the text."""

    title = _("language")
    parameter_name = "language"
    path = "item__"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return settings.LANGUAGES

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**{f"{self.path}language": self.value()}) if self.value() else queryset


@prepared
def _waiting(user: Any) -> QuerySet[Any]:
    names = Case.objects.decidable_by(user).open().order_by().values_list("item__organization__name", flat=True)
    return names.distinct()[:MOST_OFFERED]


class OrganizationFilter(admin.SimpleListFilter):
    """By organization: its name is typed, and the browser offers those that have something in the queue."""

    title = _("organization")
    parameter_name = "organization"
    template = "admin/content/organization_filter.html"
    path = "item__organization__"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any):
        super().__init__(request, params, model, model_admin)
        self.offered = sorted(self.offer(request.user))
        self.kept = [(key, value) for key, value in request.GET.items() if key not in (self.parameter_name, "p")]

    def offer(self, user: Any) -> list[str]:
        """The names that the browser offers."""
        return _waiting(user)

    def has_output(self) -> bool:
        return True

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return ()

    def choices(self, changelist: Any) -> Any:
        """What the template shows: the text typed, and a link without it."""
        return [
            {
                "value": self.value() or "",
                "offered": self.offered,
                "kept": self.kept,
                "clear": changelist.get_query_string(remove=[self.parameter_name]),
            }
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        typed = (self.value() or "").replace("\0", "").strip()[:300]
        if not typed:
            return queryset
        return queryset.filter(
            Q(**{f"{self.path}name__icontains": typed}) | Q(**{f"{self.path}acronym__iexact": typed})
        )


class AgeFilter(admin.SimpleListFilter):
    """By how long it waits."""

    title = _("waiting time")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("late", _("Late")), ("on-time", _("Still on time"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "late":
            return queryset.filter(opened_at__lt=clock.late_before())
        if self.value() == "on-time":
            return queryset.filter(opened_at__gte=clock.late_before())
        return queryset


class ClaimFilter(admin.SimpleListFilter):
    """By who looks at it."""

    title = _("who looks at it")
    parameter_name = "claim"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [("mine", _("I do")), ("free", _("Nobody")), ("others", _("Somebody else"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        claimed = Q(claimed_by__isnull=False, claimed_until__gt=timezone.now())
        if self.value() == "mine":
            return queryset.filter(claimed, claimed_by=request.user)
        if self.value() == "others":
            return queryset.filter(claimed).exclude(claimed_by=request.user)
        return queryset.exclude(claimed) if self.value() == "free" else queryset


class ItemKindFilter(KindFilter):
    path = ""


class ItemLanguageFilter(LanguageFilter):
    path = ""


class ItemOrganizationFilter(OrganizationFilter):
    """In the list of all items no names are offered: there are thousands."""

    path = "organization__"

    def offer(self, user: Any) -> list[str]:
        return []


class StateFilter(admin.SimpleListFilter):
    """By state, in the staff's words; drafts are their authors' own."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        return [(state.name, state.label) for state in PUBLICATION.states if state.name != "draft"]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() else queryset
