"""Addresses of a person's account and of belonging to an organization; sign in and the like are allauth's."""

from django.urls import path

from accounts import urls_organizations  # noqa: F401  (registers the converter of organizations' addresses)
from accounts.organizations.addresses import follows_mergers
from accounts.people.views import SettingsView
from accounts.people.views_joining import ClaimView, InvitationAcceptView, JoinView
from accounts.people.views_members import (
    InvitationChangeView,
    JoinRequestAnswerView,
    MembershipChangeView,
    MembersView,
)

urlpatterns = [
    path("accounts/settings/", SettingsView.as_view(), name="account_settings"),
    path("invitations/<str:token>/", InvitationAcceptView.as_view(), name="invitation_accept"),
    path(
        "organizations/<organization:slug>/members/",
        follows_mergers(MembersView.as_view()),
        name="organization_members",
    ),
    path(
        "organizations/<organization:slug>/members/<int:pk>/", MembershipChangeView.as_view(), name="membership_change"
    ),
    path(
        "organizations/<organization:slug>/invitations/<int:pk>/",
        InvitationChangeView.as_view(),
        name="invitation_change",
    ),
    path(
        "organizations/<organization:slug>/requests/<int:pk>/",
        JoinRequestAnswerView.as_view(),
        name="join_request_answer",
    ),
    path("organizations/<organization:slug>/join/", follows_mergers(JoinView.as_view()), name="organization_join"),
    path("organizations/<organization:slug>/claim/", follows_mergers(ClaimView.as_view()), name="organization_claim"),
]
