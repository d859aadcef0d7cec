"""The Branch's desk for organizations: what waits first, one review page each, nothing in bulk, nothing deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import FormerName, Organization, VerificationDecision
from accounts.names import name_key
from accounts.organizations import admin_views
from accounts.organizations.forms import OrganizationForm
from accounts.organizations.matching import ids_with_words
from accounts.organizations.saving import CHANGED_MEANWHILE, unused_slug
from accounts.people.words import SeenWords
from accounts.signals import organization_changed

#: What waits for the Branch comes first, then what waits for the applicant, then the rest.
WAITING_FIRST = Case(
    When(verification="registered", then=Value(0)),
    When(verification="returned", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


class OriginFilter(admin.SimpleListFilter):
    """Did a person register it, or did it come with the register?"""

    title = _("origin")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("person", _("Registered by a person")),
            ("register", _("From the register")),
            ("demo", _("Demonstration")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Organization]) -> QuerySet[Organization]:
        if self.value() == "person":
            return queryset.exclude(applicant=None)
        if self.value() == "register":
            return queryset.filter(applicant=None, is_demo=False)
        return queryset.filter(is_demo=True) if self.value() == "demo" else queryset


class ClaimFilter(admin.SimpleListFilter):
    """Entries that somebody claims."""

    title = _("claims")
    parameter_name = "claims"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("A claim is waiting"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Organization]) -> QuerySet[Organization]:
        return queryset.filter(claims__state="waiting").distinct() if self.value() else queryset


class FormerNameForm(SeenWords, forms.ModelForm):
    """A name that it had."""


class FormerNameInline(admin.StackedInline):
    """Names that it had."""

    model = FormerName
    extra = 0
    fields = ["name", "until"]
    form = FormerNameForm


class UnlabelledInput(forms.HiddenInput):
    """A hidden field on the desk, which writes a label for each of its fields: this one is a label of nothing."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """No control: a label may only name one that can be seen (HTML standard, 4.10.4)."""
        return ""


class FactsForm(SeenWords, forms.ModelForm):
    """The facts as the Branch mends them."""

    languages = OrganizationForm.base_fields["languages"]
    website = OrganizationForm.base_fields["website"]
    #: The version that the officer saw; the column of that name is nothing that a form writes.
    seen_version = forms.IntegerField(widget=UnlabelledInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen_version", self.instance.version)

    def clean_parent(self) -> Organization | None:
        """Raises ValidationError for the organization itself, and for one of its offices."""
        parent: Organization | None = self.cleaned_data["parent"]
        if parent is not None and self.instance.pk:
            if parent.pk == self.instance.pk:
                raise ValidationError(_("An organization can’t be an office of itself."))
            if parent.parent_id == self.instance.pk:
                raise ValidationError(_("That organization is itself an office of this one."))
        return parent

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where the facts were changed since the officer saw them; sent again, theirs stand.

        The row stays locked until the page's transaction ends.
        """
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.pk:
            return cleaned
        now = Organization.objects.select_for_update().get(pk=self.instance.pk).version
        if cleaned.get("seen_version") != now:
            self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            self.data["seen_version"] = str(now)
            raise ValidationError([CHANGED_MEANWHILE, *last_step(self.instance)])
        return cleaned

    def changed_names(self) -> list[str]:
        """The names of the fields whose answers changed, for the record."""
        return [name for name in self.changed_data if name != "seen_version"]


def last_step(organization: Organization) -> list[str]:
    """What was done last with the organization, and by whom, in a sentence; nothing where no step is recorded."""
    steps = organization.verification_decisions.select_related("actor")[:1]
    return [
        gettext("In the meantime: %(what)s, by %(person)s.") % {"what": one.label, "person": one.actor or "–"}
        for one in steps
    ]


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    """The list leads to the review page; facts are mended on the change page; states change in review alone."""

    list_display = ["review_link", "verification", "waiting", "submitted", "applicant", "country", "type"]
    list_display_links = None
    list_filter = [
        "verification",
        OriginFilter,
        ClaimFilter,
        "type",
        "is_un_entity",
        ("country", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["country", "applicant"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name"]
    search_help_text = _("Words of a name, present or former, or the acronym")
    actions = None
    ordering = [WAITING_FIRST, "submitted_at", "name_key", "pk"]
    inlines = [FormerNameInline]
    raw_id_fields = ["parent"]
    form = FactsForm
    readonly_fields = ["verification", "verified_at", "applicant", "slug"]
    exclude = ["logo"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_branch  # type: ignore[union-attr]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_branch  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_branch and (obj is None or obj.verification != "merged")  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_branch  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the words of the names, without a scan."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=ids_with_words(search_term)), False

    def get_urls(self) -> list[URLPattern]:
        """Review and merger beside Django's own pages."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", wrap(self.review_view), name="accounts_organization_review"),
            path("<int:pk>/merge/", wrap(self.merge_view), name="accounts_organization_merge"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return admin_views.review(request, pk, self._context(request))

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return admin_views.merging(request, pk, self._context(request))

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    @admin.display(description=_("organization"), ordering="name_key")
    def review_link(self, organization: Organization) -> str:
        url = reverse("admin:accounts_organization_review", args=[organization.pk])
        return format_html('<a href="{}" dir="auto">{}</a>', url, organization.name)

    @admin.display(description=_("sent on"), ordering="submitted_at")
    def submitted(self, organization: Organization) -> Any:
        return organization.submitted_at

    @admin.display(description=_("working days waiting"))
    def waiting(self, organization: Organization) -> str:
        """Working days since it was sent; a warning past the promised time."""
        if organization.verification != "registered" or organization.submitted_at is None:
            return ""
        days = working_days(organization.submitted_at.date(), timezone.now().date())
        return f"{days} !" if days > settings.REVIEW_TARGET_DAYS else str(days)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Organization:
        """Derived columns, and the name that goes as a former name."""
        organization: Organization = super().save_form(request, form, change)
        organization.name_key = name_key(organization.name)
        if not change:
            organization.slug = unused_slug(organization.name)
            organization.submitted_at = timezone.now()
        return organization

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After the row, its lists; then the record, and word to what stands above."""
        for formset in formsets:
            for former in formset.forms:
                former.instance.name_key = name_key(former.instance.name)
        super().save_related(request, form, formsets, change)
        organization: Organization = form.instance
        if change and "name" in form.changed_data and form.initial.get("name"):
            old = form.initial["name"]
            FormerName.objects.get_or_create(organization=organization, name=old, defaults={"name_key": name_key(old)})
        Organization.objects.filter(pk=organization.pk).update(version=organization.version + 1)
        organization.version += 1
        VerificationDecision.objects.create(
            organization=organization,
            actor=request.user,
            action="edit" if change else "register",
            from_state=organization.verification if change else "",
            to_state=organization.verification,
            changed=form.changed_names(),
            version=organization.version,
        )
        organization_changed.send(sender=Organization, organization=organization)


def working_days(start: Any, end: Any) -> int:
    """Mondays to Fridays after `start` up to `end` (dates)."""
    days = (end - start).days
    weeks, rest = divmod(max(0, days), 7)
    return weeks * 5 + sum(1 for day in range(1, rest + 1) if (start.weekday() + day) % 7 < 5)
