"""The directory, a profile, its history and its logo."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.models import Membership, Organization
from accounts.models.organization import OrganizationQuerySet
from accounts.organizations import reasons
from accounts.organizations.directory import DirectoryFilter, page_of
from accounts.organizations.json_ld import json_ld
from accounts.organizations.open_data import export_urls
from accounts.organizations.sections import sections_of
from accounts.register.timeline import timeline_of
from accounts.verification import VERIFICATION
from csonet.notifications.reading import came_back
from csonet.prepared import Prepared, prepared
from csonet.reference import vocabulary


class OrganizationListView(TemplateView):
    """The directory with its filters."""

    template_name = "accounts/organization_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = DirectoryFilter(self.request.GET)
        rows = wanted.apply(Organization.objects.public()).for_cards()
        page = page_of(rows, self.request.GET.get("page", "1"), wanted.counted[0])
        name_countries(page.object_list)
        return super().get_context_data(
            filter=wanted,
            page_obj=page,
            organizations=page.object_list,
            orders=wanted.orders,
            export_urls=export_urls(self.request),
            saved=reverse("organization_list") + wanted.query() if wanted else "",
            feed_url=reverse("directory_feed") + (wanted.query() if wanted else ""),
            **kwargs,
        )


def name_countries(organizations: list[Organization]) -> None:
    """Set each one's country from the vocabulary, so that a list of them asks nothing."""
    countries = vocabulary.countries()
    for organization in organizations:
        if organization.country_id:
            organization.country = countries.get(organization.country_id)


class OrganizationDetailView(TemplateView):
    """A profile; a register entry with nothing invented."""

    template_name = "accounts/organization_detail.html"

    def get(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
        organization = _profile.first(slug, request.user)
        if organization is None:
            raise Http404
        came_back(request, f"organization:{organization.pk}")
        return self.render_to_response(self.get_context_data(organization=organization))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organization, user = kwargs["organization"], self.request.user
        name_countries([organization])
        standing = user.standing if user.is_authenticated else None
        belongs = bool(standing and organization.pk in standing.organizations | standing.waiting)
        return super().get_context_data(
            status=next((status for status in organization.statuses.all() if status.is_current), None),
            former_names=list(organization.former_names.all()),
            countries=vocabulary.sorted_by_name(
                vocabulary.countries()[code] for code in _keys("countries", "country_id")(organization.pk)
            ),
            fields=_fields_by_area(organization),
            goals=[vocabulary.goals()[number] for number in sorted(_keys("goals", "goal_id")(organization.pk))],
            languages=[name for code, name in settings.LANGUAGES if code in organization.languages],
            parent=_visible_parent(organization, user),
            offices=_offices(organization.pk, user),
            timeline=timeline_of(organization),
            sections=sections_of(organization, user),
            belongs=belongs,
            may_edit=belongs and Organization.objects.editable_by(user).filter(pk=organization.pk).exists(),
            shows_contact=belongs or organization.contact_is_public or (user.is_authenticated and user.is_branch),
            state=VERIFICATION.state(organization.verification),
            review_days=settings.REVIEW_TARGET_DAYS,
            json_ld=self._json_ld(organization),
            **kwargs,
        )

    def _json_ld(self, organization: Organization) -> str:
        if organization.verification not in ("verified", "listed"):
            return ""
        site = settings.SITE_URL
        logo = f"{site}{reverse('organization_logo', args=[organization.slug])}" if organization.logo else ""
        return json_ld(organization, f"{site}{organization.get_absolute_url()}", logo)


@prepared
def _profile(slug: str, user: Any) -> OrganizationQuerySet:
    visible = Organization.objects.visible_to(user).filter(slug=slug).exclude(verification="merged")
    owned = Exists(Membership.objects.filter(organization=OuterRef("pk"), role="owner"))
    return visible.annotate(is_owned=owned).select_related("parent").prefetch_related("statuses", "former_names")


@cache
def _keys(name: str, column: str) -> Prepared[[int]]:
    """The query for an organization's keys in one vocabulary."""
    rows = getattr(Organization, name).through.objects
    return Prepared(lambda organization: rows.filter(organization_id=organization).values_list(column, flat=True))


@prepared
def _offices(organization: int, user: Any) -> OrganizationQuerySet:
    offices = Organization.objects.visible_to(user).filter(parent=organization)
    return offices.order_by("name_key").only("name", "slug", "parent")[:100]


def _visible_parent(organization: Organization, user: Any) -> Organization | None:
    parent = organization.parent
    if parent is None or parent.verification in ("verified", "listed"):
        return parent
    return Organization.objects.visible_to(user).filter(pk=parent.pk).first()


def _fields_by_area(organization: Organization) -> list[tuple[Any, list[Any]]]:
    """The fields of activity under their areas, both in the vocabulary's order."""
    own = set(_keys("fields", "activityfield_id")(organization.pk))
    grouped: dict[Any, list[Any]] = {}
    for key, activity in vocabulary.fields().items():
        if key in own:
            grouped.setdefault(activity.area, []).append(activity)
    return list(grouped.items())


class OrganizationHistoryView(LoginRequiredMixin, TemplateView):
    """What was decided about the record and who edited it: for its own people and the Branch."""

    template_name = "accounts/organization_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organization = get_object_or_404(_own_or_branch(self.request.user), slug=kwargs["slug"])
        steps = list(organization.verification_decisions.select_related("actor", "target")[:200])
        for step in steps:
            step.reason_text = reasons.text_of(step.reason_code)
        return super().get_context_data(organization=organization, steps=steps, **kwargs)


def _own_or_branch(user: Any) -> OrganizationQuerySet:
    visible = Organization.objects.visible_to(user)
    return visible if user.is_branch else visible.filter(memberships__user=user)


class OrganizationLogoView(View):
    """The logo, to those who may see the organization."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        organization = get_object_or_404(Organization.objects.visible_to(request.user).only("logo"), slug=slug)
        try:
            stored = organization.logo.open("rb")
        except (ValueError, OSError):
            raise Http404 from None
        response = FileResponse(stored, content_type="image/webp")
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "public, max-age=300" if not request.user.is_authenticated else "private"
        return response
