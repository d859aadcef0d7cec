"""Addresses of the directory, of profiles and of registration."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from accounts.organizations.addresses import follows_mergers
from accounts.organizations.open_data import OrganizationExportView
from accounts.organizations.views_directory import (
    OrganizationDetailView,
    OrganizationHistoryView,
    OrganizationListView,
    OrganizationLogoView,
)
from accounts.organizations.views_registration import OrganizationEditView, OrganizationNewView, OrganizationSuggestView


class UnicodeSlugConverter(StringConverter):
    """A slug in any script, as Organization.slug allows it."""

    regex = r"[-\w]+"


register_converter(UnicodeSlugConverter, "organization")

urlpatterns = [
    path("organizations/", OrganizationListView.as_view(), name="organization_list"),
    re_path(
        r"^organizations/export\.(?P<format>csv|json)$", OrganizationExportView.as_view(), name="organization_export"
    ),
    path("organizations/new/", OrganizationNewView.as_view(), name="organization_new"),
    path("organizations/suggest/", OrganizationSuggestView.as_view(), name="organization_suggest"),
    path(
        "organizations/<organization:slug>/",
        follows_mergers(OrganizationDetailView.as_view()),
        name="organization_detail",
    ),
    path(
        "organizations/<organization:slug>/edit/",
        follows_mergers(OrganizationEditView.as_view()),
        name="organization_edit",
    ),
    path(
        "organizations/<organization:slug>/history/",
        follows_mergers(OrganizationHistoryView.as_view()),
        name="organization_history",
    ),
    path(
        "organizations/<organization:slug>/logo.webp",
        follows_mergers(OrganizationLogoView.as_view()),
        name="organization_logo",
    ),
]
